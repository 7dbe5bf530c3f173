/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The answer to "did the guarantee hold in this history?". A verdict over nothing is
 * {@link Vacuous}, never {@link Pass}; a broken guarantee is {@link Fail} even if something else was
 * vacuous.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Verdict {

    /** The guarantee in question. */
    Claim guarantee();

    /** What was looked at. */
    Checked checked();

    /** Anomalies that the guarantee allows: information, such as losses under at-most-once. */
    List<Anomaly> notes();

    /** The guarantee held. */
    record Pass(Claim guarantee, Checked checked, List<Anomaly> notes) implements Verdict {
        public Pass {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The guarantee is broken.
     *
     * @param anomalies what broke it, causes first; at least one
     * @param doubts what would have made the verdict vacuous otherwise
     */
    record Fail(Claim guarantee, Checked checked, List<Anomaly> anomalies, List<Anomaly> notes, List<String> doubts)
            implements Verdict {
        public Fail {
            anomalies = List.copyOf(anomalies);
            notes = List.copyOf(notes);
            doubts = List.copyOf(doubts);
            if (anomalies.isEmpty()) {
                throw new IllegalArgumentException("a failed verdict needs an anomaly");
            }
        }
    }

    /**
     * Nothing is proved: a fault never bit, or there was nothing to check.
     *
     * @param reasons why, one sentence each; at least one
     */
    record Vacuous(Claim guarantee, Checked checked, List<String> reasons, List<Anomaly> notes) implements Verdict {
        public Vacuous {
            reasons = List.copyOf(reasons);
            notes = List.copyOf(notes);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a vacuous verdict needs a reason");
            }
        }
    }
}
