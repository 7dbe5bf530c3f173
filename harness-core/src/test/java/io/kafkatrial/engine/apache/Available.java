/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.outside.KnownVersions;

/** Whether the jars of Apache Kafka are to be had on this machine. */
final class Available {

    private Available() {}

    /** Skip the test, with the reason, where there is neither a local copy nor a network. */
    static void orSkip() {
        orSkip(KnownVersions.NEWEST);
    }

    /** The same for a version. */
    static void orSkip(String version) {
        try {
            Installation.of(version);
        } catch (TrialException missing) {
            abort(missing.getMessage());
        }
    }

    /** Skip the test where a version is not in the local repository: for those the default build does not download. */
    static void locallyOrSkip(String version) {
        String before = System.getProperty("trial.offline", "");
        System.setProperty("trial.offline", "true");
        try {
            orSkip(version);
        } finally {
            if (before.isEmpty()) {
                System.clearProperty("trial.offline");
            } else {
                System.setProperty("trial.offline", before);
            }
        }
    }
}
