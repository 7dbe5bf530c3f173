/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TrialException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Judges what clients of a running cluster do, from its start to its end. Found by {@link java.util.ServiceLoader}:
 * {@code kafka-trial-scenarios} has one, which needs Kafka's clients beside it.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public interface Tribunal {

    /**
     * Complain of what can never be judged, before anything starts.
     *
     * @throws TrialException with what is wrong, and the nearest that is right
     */
    void check(Charge charge);

    /** Begin to record, and arm the faults. */
    Hearing open(Cluster cluster, Charge charge);

    /** What goes on while the cluster runs. */
    interface Hearing extends AutoCloseable {

        /** Heal the cluster, read what lies in it, judge, and write the report; once. */
        Findings conclude();

        /** Let go without a verdict. Idempotent. */
        @Override
        void close();
    }
}
