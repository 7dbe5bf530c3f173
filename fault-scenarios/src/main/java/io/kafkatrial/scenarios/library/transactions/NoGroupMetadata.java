/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A member is thrown out of its group in the middle of a transaction. If it sends its offsets under the group's name
 * alone, nobody can tell that it is no member any more, and they count beside those of its heir.
 */
final class NoGroupMetadata implements Scenario {
    private static final String OUT = "thrown out";

    @Override
    public Page page() {
        return Page.of("no-group-metadata", Chapter.TRANSACTIONS, "zombie", "fencing", "kip-447", "rebalance")
                .idea("Since KIP-447 each member may have a transactional id of its own, for the group fences zombies:"
                        + " offsets come with a member id and a generation. Offsets sent with nothing but the group's"
                        + " name are taken from anybody, from a member that was thrown out too.")
                .fault("all members are removed from the group when the first batch has been handed out; another joins"
                        + " and does all the work; then the first goes on with its transaction")
                .advice("Pass consumer.groupMetadata() to sendOffsetsToTransaction, never new"
                        + " ConsumerGroupMetadata(groupId), and treat CommitFailedException as the end of the"
                        + " transaction: abort it.")
                .source("KIP-447; KafkaProducer javadoc, sendOffsetsToTransaction");
    }

    @Override
    @SuppressWarnings("removal") // it is there, so it is used
    public Half dangerous() {
        return half(
                "sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(\"copier\"))",
                (copier, batch) -> copier.sendOffsets(batch, new ConsumerGroupMetadata(Copier.GROUP)),
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.TORN_OFFSETS, Anomaly.Kind.DUPLICATE_EFFECT));
    }

    @Override
    public Half guarded() {
        return half(
                "sendOffsetsToTransaction(offsets, consumer.groupMetadata())",
                Copier::sendOffsets,
                Expected.holds(Guarantee.EXACTLY_ONCE));
    }

    private static Half half(String configuration, Copier.Step sendOffsets, Expected expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(new PlannedFault(
                        OUT,
                        new Fault.Administer(new AdminAct.RemoveMembers(Copier.GROUP), Optional.empty()),
                        new Trigger.Delivered(Copier.GROUP, Copier.BATCH))),
                stage -> work(stage, sendOffsets),
                List.of(expected));
    }

    private static void work(Stage stage, Copier.Step sendOffsets) {
        Copier.order(stage);
        Copier first = Copier.member(stage, "copier-1");
        List<ConsumerRecord<String, String>> batch = first.next();
        first.begin();
        first.write(batch);
        stage.awaitFired(OUT);

        Copier second = Copier.member(stage, "copier-2");
        second.toTheEnd((copier, its) -> {
            copier.begin();
            copier.write(its);
            sendOffsets.take(copier, its);
            copier.commit();
        });

        try {
            sendOffsets.take(first, batch);
            first.commit();
        } catch (CommitFailedException noMember) {
            first.abort();
        }
        Copier.audit(stage, "read_committed");
    }
}
