/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

/**
 * One question put to a cluster.
 *
 * @param name what is asked, in words
 * @param body asks it, and notes what a client sees
 */
record Probe(String name, Body body) {

    /** Asks, through the laboratory, and notes what comes back: nothing that depends on time or on ids given by chance. */
    interface Body {
        void ask(Lab lab, Notes notes) throws Exception;
    }
}
