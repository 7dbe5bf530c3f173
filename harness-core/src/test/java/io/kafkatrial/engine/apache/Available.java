/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.junit.jupiter.api.Assumptions.abort;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.apache.artifacts.KnownVersions;

/** Whether the jars of Apache Kafka are to be had on this machine. */
final class Available {

    private Available() {}

    /** Skip the test, with the reason, where there is neither a local copy nor a network. */
    static void orSkip() {
        try {
            Installation.of(KnownVersions.NEWEST);
        } catch (TrialException missing) {
            abort(missing.getMessage());
        }
    }
}
