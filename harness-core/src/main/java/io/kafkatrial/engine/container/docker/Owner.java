/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose containers these are: a process on a machine. Written on everything that is made, so that the next one can tell
 * what was left behind.
 *
 * @param pid of the process
 * @param start when it began, in milliseconds since 1970, as a number that is used once has it
 */
record Owner(String host, long pid, long start) {

    /** The label on everything that is made. */
    static final String LABEL = "io.kafkatrial.owner";

    /** The label of what belongs to one cluster. */
    static final String GROUP = "io.kafkatrial.cluster";

    /** This process. */
    static Owner self() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(hostName(), self.pid(), start(self));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** As a label has it; empty if it was not written by us. */
    static Optional<Owner> parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new Owner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                    : Optional.empty();
        } catch (NumberFormatException strange) {
            return Optional.empty();
        }
    }

    /** Whether it is a process of this machine that is no more. */
    boolean isGone() {
        return host.equals(hostName())
                && ProcessHandle.of(pid)
                        .filter(process -> process.isAlive() && start(process) == start)
                        .isEmpty();
    }

    @Override
    public String toString() {
        return host + "/" + pid + "/" + start;
    }
}
