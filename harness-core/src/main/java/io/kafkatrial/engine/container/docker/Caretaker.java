/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of its own that waits for the end of the one that started it, however that ends, and then removes what it has
 * left in Docker. Uses nothing but the JDK and its own class file. Single-threaded.
 *
 * <p>See Docker's Engine API, 1.41: GET and DELETE of containers, networks and volumes.
 */
final class Caretaker {

    private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]{64})\"");
    private static final Pattern NAME = Pattern.compile("\"Name\":\"([^\"]+)\"");
    private static final int ROUNDS = 5;
    private static final int NO_CONTENT = 204;

    private final URI docker;
    private final String label;

    private Caretaker(URI docker, String label) {
        this.docker = docker;
        this.label = label;
    }

    /** Takes where Docker listens, and the label of what is to be removed. */
    public static void main(String[] args) throws IOException {
        while (System.in.read() >= 0) {
            // nobody says anything here: the end counts
        }
        new Caretaker(URI.create(args[0]), args[1]).removeAll();
    }

    /** Whether Docker can be reached that way without keys. */
    static boolean canReach(URI docker, boolean encrypted) {
        String scheme = String.valueOf(docker.getScheme());
        return scheme.equals("unix") || (scheme.equals("tcp") && !encrypted);
    }

    /** Containers may come to be while this goes on: so it looks again. */
    private void removeAll() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            int found = 0;
            String filters = "filters=" + escape("{\"label\":[\"" + label + "\"]}");
            for (String id : all(ID, "/containers/json?all=1&" + filters)) {
                ask("DELETE", "/containers/" + id + "?force=1&v=1");
                found++;
            }
            for (String id : all(ID, "/networks?" + filters)) {
                ask("DELETE", "/networks/" + id);
                found++;
            }
            for (String name : all(NAME, "/volumes?" + filters)) {
                ask("DELETE", "/volumes/" + escape(name) + "?force=1");
                found++;
            }
            if (found == 0) {
                return;
            }
        }
    }

    private Set<String> all(Pattern pattern, String path) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(ask("GET", path));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** By HTTP 1.0, where the end of the connection is the end of the answer. */
    private String ask(String method, String path) throws IOException {
        String head = method + " /v1.41" + path + " HTTP/1.0\r\nHost: docker\r\nConnection: close\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(address())) {
            ByteBuffer out = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.allocate(8192);
            while (channel.read(in) >= 0) {
                answer.write(in.array(), 0, in.position());
                in.clear();
            }
            String text = answer.toString(StandardCharsets.UTF_8);
            return text.startsWith(Integer.toString(NO_CONTENT), "HTTP/1.0 ".length()) ? "" : text;
        }
    }

    private SocketAddress address() {
        return docker.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(docker.getPath())
                : new InetSocketAddress(docker.getHost(), docker.getPort());
    }
}
