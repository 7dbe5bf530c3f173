/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What a disk suffers from. */
public sealed interface Ailment {

    /** Every write fails: Kafka takes its log directory offline and halts. */
    record Full() implements Ailment {
        @Override
        public String toString() {
            return "full";
        }
    }

    /** Every read and write fails, and the broker does not start until the disk is whole. */
    record Failed() implements Ailment {
        @Override
        public String toString() {
            return "failed";
        }
    }

    /** Every append takes that long. */
    record Slow(Duration latency) implements Ailment {
        public Slow {
            requireNonNull(latency, "latency");
        }

        @Override
        public String toString() {
            return "slow by " + Durations.format(latency);
        }
    }
}
