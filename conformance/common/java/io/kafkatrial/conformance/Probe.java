/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

/**
 * One question put to a cluster.
 *
 * @param name what is asked, in words
 * @param needsLevers whether it crashes or freezes something, which {@link Subject#hasLevers not every subject} can
 * @param body asks it, and notes what a client sees
 */
record Probe(String name, boolean needsLevers, Body body) {

    Probe(String name, Body body) {
        this(name, false, body);
    }

    /** Asks, through the laboratory, and notes what comes back: nothing that depends on time or on ids given by chance. */
    interface Body {
        void ask(Lab lab, Notes notes) throws Exception;
    }
}
