/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Two workers share a producer. A producer has one transaction at a time, so what the second sends belongs to the
 * transaction of the first, and goes with it when the first aborts.
 */
final class SharedProducer implements Scenario {

    @Override
    public Page page() {
        return Page.of("shared-producer", Chapter.TRANSACTIONS, "threads", "abort", "exactly-once")
                .idea(
                        "KafkaProducer may be used by many threads, but it has one transaction at a time: what any of them"
                                + " sends is part of whichever is open, and whoever ends it ends it for all. A worker that finds"
                                + " its transaction ended by another takes it for committed, and its records were aborted.")
                .fault(
                        "two workers take a batch each; when both have written theirs the first one fails and aborts, and"
                                + " does its batch again later")
                .advice("Give each worker a producer and a transactional.id of its own, or let one thread begin and end"
                        + " the transactions of all. Never take IllegalStateException for an answer: whoever gets it has"
                        + " lost track of the transaction.")
                .source("KafkaProducer javadoc: only one open transaction per producer; KIP-98");
    }

    @Override
    public Half dangerous() {
        return half(
                "one producer for both workers; a transaction that is over is taken for committed",
                /* shared= */ true,
                List.of(
                        Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.MISSED_EFFECT),
                        Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.MISSED_EFFECT)));
    }

    @Override
    public Half guarded() {
        return half(
                "a producer and a transactional.id for each worker",
                /* shared= */ false,
                List.of(Expected.holds(Guarantee.AT_LEAST_ONCE), Expected.holds(Guarantee.EXACTLY_ONCE)));
    }

    private static Half half(String configuration, boolean shared, List<Expected> expected) {
        return new Half(configuration, Copier::shape, Half.faults(), stage -> work(stage, shared), expected);
    }

    private static void work(Stage stage, boolean shared) {
        Copier.order(stage);
        Copier one = Copier.member(stage, "copier-1");
        Copier two = shared ? one : one.beside("copier-2");
        List<ConsumerRecord<String, String>> ones = one.next();
        List<ConsumerRecord<String, String>> twos = one.next();

        one.begin();
        one.write(ones);
        tolerantly(two::begin);
        two.write(twos);
        one.abort();
        tolerantly(two::commit);

        one.begin();
        one.write(ones);
        one.commit();
        one.toTheEnd(Copier::copy);
        Copier.audit(stage, "read_committed");
    }

    /** There is a transaction already, or none any more: somebody else was faster, thinks the worker. */
    private static void tolerantly(Runnable step) {
        try {
            step.run();
        } catch (IllegalStateException fasterThanMe) {
            // goes on
        }
    }
}
