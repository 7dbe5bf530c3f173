/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The port of the loopback interface where Byteman's listener in a node's process takes rules, in lines of text.
 * Immutable.
 */
public record AgentPort(InetSocketAddress address) {

    private static final int TIMEOUT_MS = 10_000;

    /**
     * Put rules into the code that is loaded, and will be loaded.
     *
     * @return why not; empty if it is done
     * @throws IOException if the agent does not answer
     */
    public Optional<String> load(String name, String script) throws IOException {
        Optional<String> refused = say("LOAD", name, script);
        return refused.isPresent() ? refused : Optional.empty();
    }

    /** Take these rules out of the code again; gives back why not. */
    public Optional<String> delete(String name, String script) throws IOException {
        return say("DELETE", name, script);
    }

    private Optional<String> say(String command, String name, String script) throws IOException {
        List<String> lines = exchange(command + "\nSCRIPT " + name + "\n" + script + "ENDSCRIPT\nEND" + command + "\n");
        boolean failed = lines.stream()
                .anyMatch(line -> line.startsWith("ERROR") || line.startsWith("EXCEPTION") || line.contains("rror "));
        return failed ? Optional.of(String.join(" ", lines)) : Optional.empty();
    }

    private List<String> exchange(String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
            out.write(request);
            out.flush();
            List<String> lines = new ArrayList<>();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null && !line.equals("OK"); line = in.readLine()) {
                lines.add(line);
            }
            return lines;
        }
    }
}
