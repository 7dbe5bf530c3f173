/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.ABORTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.HANGING_TRANSACTION;
import static io.kafkatrial.check.Anomaly.Kind.LOST_COMMIT;
import static io.kafkatrial.check.Anomaly.Kind.PRECOMMITTED_READ;
import static io.kafkatrial.check.Anomaly.Kind.TORN_TRANSACTION;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Claim;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * Transactions of Kafka before 4.0 ({@code transaction.version} 1): what belongs to one transaction is not told from what
 * belongs to the next of the same producer, so that a request that is late enough meets the wrong one (KIP-890).
 */
class LiveTransactionsTest extends Lively {

    private final RecordingConsumer<String, String> reader;

    LiveTransactionsTest() {
        super(Cluster.builder()
                .brokers(1)
                .topic(TOPIC, 2)
                .config("trial.feature.transaction.version", "1")
                .config("transaction.partition.verification.enable", "false")
                .start());
        reader = consumer("billing", "isolation.level", "read_committed");
    }

    /** A late commit of the transaction before makes half of one visible that is aborted then. */
    @Test
    void abortedRead() {
        Producer<String, String> producer = transactional();
        WireRule late = secondBegun(producer, producer::commitTransaction);
        send(producer, 0, "half");
        cluster.pull(new Lever.Release(late));
        read(reader, 2);
        send(producer, 1, "the other half");
        producer.abortTransaction();

        shows(ABORTED_READ);
    }

    /** The same late commit, and the application has not asked for its own yet. */
    @Test
    void precommittedRead() {
        Producer<String, String> producer = transactional();
        WireRule late = secondBegun(producer, producer::commitTransaction);
        send(producer, 0, "early");
        cluster.pull(new Lever.Release(late));
        read(reader, 2);
        producer.commitTransaction();

        shows(PRECOMMITTED_READ);
    }

    /** A late abort of the transaction before hides half of one that is committed then. */
    @Test
    void tornTransaction() {
        Producer<String, String> producer = transactional();
        WireRule late = secondBegun(producer, producer::abortTransaction);
        send(producer, 0, "half");
        release(late);
        send(producer, 1, "the other half");
        producer.commitTransaction();

        shows(TORN_TRANSACTION);
    }

    /** A late abort hides all records of a transaction of which the offsets are committed then. */
    @Test
    void lostCommit() {
        Producer<String, String> producer = transactional();
        WireRule late = secondBegun(producer, producer::abortTransaction);
        send(producer, 0, "all of it");
        release(late);
        reader.poll(Duration.ofMillis(50));
        producer.sendOffsetsToTransaction(Map.of(P0, new OffsetAndMetadata(0)), reader.groupMetadata());
        producer.commitTransaction();

        shows(LOST_COMMIT);
    }

    /** A record arrives after the abort of its transaction, and opens one that nobody knows of. */
    @Test
    void hangingTransaction() {
        Claim claim = Claim.recovers(Duration.ofMillis(200));
        trial.willJudge(claim);
        Producer<String, String> producer = transactional("request.timeout.ms", "800", "delivery.timeout.ms", "800");
        producer.beginTransaction();
        send(producer, 0, "in time");
        WireRule late = hold("Produce");
        producer.send(new ProducerRecord<>(TOPIC, 0, "key", "late"));
        producer.flush();
        producer.abortTransaction();
        producer.close();
        release(late);
        int before = all(Event.PartitionEnds.class).size();
        Producer<String, String> other = producer();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            send(other, 0, "behind it");
            return lookedFor(Duration.ofMillis(400), before);
        });
        History history = trial.conclude().history();

        shows(claim, history, HANGING_TRANSACTION);
    }

    private boolean lookedFor(Duration time, int since) {
        var samples = all(Event.PartitionEnds.class);
        return samples.size() > since
                && !samples.get(since)
                        .asked()
                        .plus(time)
                        .isAfter(samples.get(samples.size() - 1).asked());
    }

    /** A producer that asks again soon. */
    private Producer<String, String> transactional() {
        return transactional("request.timeout.ms", "300");
    }

    private Producer<String, String> transactional(String... settings) {
        List<String> all = new ArrayList<>(List.of("transactional.id", "booking", "linger.ms", "0"));
        all.addAll(List.of(settings));
        Producer<String, String> producer = producer(all.toArray(String[]::new));
        producer.initTransactions();
        return producer;
    }

    /** The first question to end the transaction is late; asked again, it ends, and the second transaction begins. */
    private WireRule secondBegun(Producer<String, String> producer, Runnable end) {
        producer.beginTransaction();
        send(producer, 0, "before");
        WireRule late = hold("EndTxn");
        end.run();
        producer.beginTransaction();
        return late;
    }

    /** The next request of this name waits until the rule is released. */
    private WireRule hold(String request) {
        WireRule.Match match = WireRule.Match.of(Endpoint.clients(), Endpoint.broker(1), request);
        WireRule rule = new WireRule("late " + request, match, new WireRule.Act.HoldRequest(), 0, 1);
        cluster.pull(new Lever.Intercept(rule));
        return rule;
    }

    /** What was late has an effect: the log is longer by a record, or by the marker of an end. */
    private void release(WireRule late) {
        long before = endOfLog(1);
        cluster.pull(new Lever.Release(late));
        await().atMost(Duration.ofSeconds(20)).until(() -> endOfLog(1) > before);
    }

    private static void send(Producer<String, String> producer, int partition, String value) {
        producer.send(new ProducerRecord<>(TOPIC, partition, "key", value));
        producer.flush();
    }
}
