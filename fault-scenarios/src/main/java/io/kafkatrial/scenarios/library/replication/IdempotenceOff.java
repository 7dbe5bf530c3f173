/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Workload;

/**
 * Somebody set {@code acks=1} for latency. Idempotence needs {@code acks=all}; since nobody asked for idempotence in so
 * many words, the producer quietly does without it, and its retries make duplicates although it is idempotent by
 * default.
 */
final class IdempotenceOff implements Scenario {

    @Override
    public Page page() {
        return Page.of("idempotence-off", Chapter.REPLICATION, "configuration", "duplicates", "idempotence", "producer")
                .idea("The producer is idempotent by default only as long as nothing contradicts it. acks other than"
                        + " all, or retries=0, switch idempotence off without an error, unless enable.idempotence=true"
                        + " is set in so many words: then the producer refuses to start. (More than 5 requests in flight"
                        + " did the same before Kafka 4.0, and are refused since.)")
                .fault("as in lost-answer: the sixth produce request takes effect, and its answer gets lost")
                .advice("Set enable.idempotence=true in every producer's configuration, although it is the default. The"
                        + " log line 'Idempotence will be disabled because …' is written at level info.")
                .application("Send at least 300 records to the topic `orders`, ten or so at a time.")
                .source("Kafka documentation, Producer Configs, enable.idempotence; KAFKA-13598");
    }

    @Override
    public Half dangerous() {
        return LostAnswer.half(
                "acks=1, and nothing about idempotence",
                Workload.producer("acks", "1", "batch.size", "1000"),
                LostAnswer.twice());
    }

    @Override
    public Half guarded() {
        return LostAnswer.half(
                "enable.idempotence=true, which lets nothing but acks=all pass",
                Workload.producer("enable.idempotence", "true", "acks", "all", "batch.size", "1000"),
                LostAnswer.once());
    }
}
