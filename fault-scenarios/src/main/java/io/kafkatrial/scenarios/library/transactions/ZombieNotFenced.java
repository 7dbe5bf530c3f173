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
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * An instance is taken for dead and replaced, but was only slow. What fences it is its transactional id, and that alone
 * where partitions are handed out by somebody else than the group: under another id its heir fences nobody.
 */
final class ZombieNotFenced implements Scenario {

    @Override
    public Page page() {
        return Page.of("zombie-not-fenced", Chapter.TRANSACTIONS, "zombie", "fencing", "exactly-once")
                .idea("initTransactions fences whoever had the same transactional.id before, and aborts what that one"
                        + " left open. With an id drawn at random at each start there is nobody to fence: an instance"
                        + " that was taken for dead commits what its heir has done meanwhile.")
                .fault("the first instance stands still between writing its records and sending its offsets; the second"
                        + " is started in its place and does all the work; then the first goes on")
                .advice("Derive transactional.id from what the instance works on (a shard, a partition, a number of the"
                        + " StatefulSet), so that it is the same after a restart and no two live ones share it; or let"
                        + " the group hand out the partitions and pass groupMetadata() (see no-group-metadata).")
                .source("KIP-98, Producer fencing; KafkaProducer javadoc, transactional.id; KIP-447");
    }

    @Override
    public Half dangerous() {
        return half(
                "transactional.id=copier-UUID, another at each start; partitions assigned by hand",
                "copier-5c1e8d",
                "copier-9f03ab",
                Expected.broken(Guarantee.EXACTLY_ONCE, Anomaly.Kind.TORN_OFFSETS, Anomaly.Kind.DUPLICATE_EFFECT));
    }

    @Override
    public Half guarded() {
        return half(
                "transactional.id=copier-orders-0, by the partition it works on",
                "copier-orders-0",
                "copier-orders-0",
                Expected.holds(Guarantee.EXACTLY_ONCE));
    }

    private static Half half(String configuration, String firstId, String secondId, Expected expected) {
        return new Half(
                configuration,
                Copier::shape,
                Half.faults(),
                stage -> work(stage, firstId, secondId),
                List.of(expected));
    }

    private static void work(Stage stage, String firstId, String secondId) {
        Copier.order(stage);
        Copier first = Copier.appointed(stage, firstId);
        List<ConsumerRecord<String, String>> batch = first.next();
        first.begin();
        first.write(batch);

        Copier second = Copier.appointed(stage, secondId);
        second.toTheEnd(Copier::copy);

        try {
            first.sendOffsets(batch);
            first.commit();
        } catch (ProducerFencedException replaced) {
            first.crash();
        }
        Copier.audit(stage, "read_committed");
    }
}
