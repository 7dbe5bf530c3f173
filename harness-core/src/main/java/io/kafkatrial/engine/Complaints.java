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
        return new TrialException("brokers = " + brokers + " is not possible: a cluster has 1 to 9 brokers."
                + " Set brokers to a number from 1 to 9.");
    }

    /** A target is in none of the known forms. */
    public static TrialException target(String text, String why) {
        return new TrialException("target '" + text + "' cannot be understood: " + why + ". Write broker:ID,"
                + " leader:TOPIC-PARTITION, follower:TOPIC-PARTITION, followers:TOPIC-PARTITION, coordinator:GROUP,"
                + " controller, controllers, brokers, clients or any.");
    }

    /** A duration is in none of the known forms. */
    public static TrialException duration(String text) {
        return new TrialException("duration '" + text + "' cannot be understood: it is neither a whole number with a"
                + " unit nor ISO-8601. Write 50ms, 1s, 2m, 1h or PT1.5S.");
    }
}
