/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/**
 * Every message of this module that a user can get by a mistake, in one place: what happened, to which
 * object, why, what to do next.
 */
public final class Complaints {

    private Complaints() {}

    /** The number of brokers is out of range. */
    public static TrialException brokerCount(int brokers) {
        return new TrialException("brokers = " + brokers + " is not possible: the embedded engine runs 1 to 9 brokers."
                + " Set brokers to a number from 1 to 9.");
    }
}
