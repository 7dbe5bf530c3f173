/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Who finds whom where. Every node has a name, and every node's JVM has a hosts file of its own: there the name of
 * another node stands for a loopback address that belongs to this one pair. So whoever listens on that address knows
 * the source, without being root and without reading a byte. A node's own name is 127.0.0.1: to itself it talks
 * directly. Immutable.
 *
 * @param nodes the ids, ascending
 */
record Neighbourhood(List<Integer> nodes) {

    private static final int FIRST = 10;
    private static final boolean APART = probe();

    Neighbourhood(Collection<Integer> nodes) {
        this(List.copyOf(new TreeSet<>(nodes)));
    }

    /** Whether this system lets us listen on all of 127/8, as Linux does and macOS does not. */
    static boolean isApart() {
        return APART;
    }

    private static boolean probe() {
        try (ServerSocket tried = new ServerSocket(0, 1, address(FIRST, FIRST + 1))) {
            return tried.isBound();
        } catch (IOException refused) {
            return false;
        }
    }

    private static InetAddress address(int second, int third) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, (byte) second, (byte) third, 1});
    }

    /** The name of a node. */
    String name(int node) {
        return "node-" + node + ".trial";
    }

    /** Where {@code from} finds a port of {@code to}. */
    InetSocketAddress door(int from, int to, int port) {
        try {
            return new InetSocketAddress(address(FIRST + nodes.indexOf(from), FIRST + nodes.indexOf(to)), port);
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never); // four bytes are an address
        }
    }

    /** The hosts file of a node; the JVM knows no other name than those in it. */
    String hostsFile(int node) {
        List<String> lines = new ArrayList<>();
        lines.add("127.0.0.1 localhost " + name(node) + thisMachine());
        for (int other : nodes) {
            if (other != node) {
                String address = isApart() ? door(node, other, 0).getAddress().getHostAddress() : "127.0.0.1";
                lines.add(address + " " + name(other));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String thisMachine() {
        try {
            return " " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "";
        }
    }
}
