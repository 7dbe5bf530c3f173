/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.consumers;

import io.kafkatrial.ClusterBuilder;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What the scenarios of this chapter share: orders in a topic of one partition on one broker, for no broker fails here,
 * and the group that bills them.
 */
final class Billing {

    static final String TOPIC = "orders";
    static final TopicPartition ORDERS = new TopicPartition(TOPIC, 0);
    static final String GROUP = "billing";

    /** The first member of the group. */
    static final Target FIRST = new Target.Member(GROUP, 1);

    /** The name of {@link #crash}. */
    static final String CRASH = "crash of the first member";

    static final int RECORDS = 100;

    /** What one poll hands out at most. */
    static final int BATCH = 20;

    private Billing() {}

    /** What the application does with a batch. */
    @FunctionalInterface
    interface Application {
        void process(RecordingConsumer<String, String> member, ConsumerRecords<String, String> batch);
    }

    /** What a thread of the application does. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    static ClusterBuilder cluster(ClusterBuilder cluster) {
        return cluster.brokers(1).topic(TOPIC, 1, 1);
    }

    /** Send so many orders to one partition, and wait until all of them are acknowledged. */
    static void orders(Stage stage, int partition, int count) {
        Producer<String, String> producer = stage.clients().producer(Workload.producer("acks", "all"));
        for (int number = 0; number < count; number++) {
            producer.send(new ProducerRecord<>(TOPIC, partition, "key-" + partition + "-" + number, "value"));
        }
        producer.flush();
    }

    /** A consumer; {@code settings}, pairs of name and value, go over polls of 20 and manual commits. */
    static <V> RecordingConsumer<String, V> consumer(Stage stage, String... settings) {
        Stream<String> polls = Stream.of("max.poll.records", String.valueOf(BATCH));
        return Workload.member(
                stage, GROUP, Stream.concat(polls, Stream.of(settings)).toArray(String[]::new));
    }

    /** The same, and it has subscribed to the orders. */
    static <V> RecordingConsumer<String, V> member(Stage stage, String... settings) {
        RecordingConsumer<String, V> member = consumer(stage, settings);
        member.subscribe(List.of(TOPIC));
        return member;
    }

    /** The first member is killed when it comes to a point of its work the nth time. */
    static PlannedFault crash(ClientPoint at, int nth) {
        return new PlannedFault(CRASH, onFirst(new ClientAct.Crash(), at, nth), Trigger.immediately());
    }

    /** Something happens to the first member when it comes to a point of its work the nth time. */
    static Fault onFirst(ClientAct act, ClientPoint at, int nth) {
        return new Fault.OnClients(FIRST, act, at, Passages.nth(nth), Optional.empty());
    }

    /** Send all orders. The first member reads until it is {@linkplain #crash killed}, and another takes over. */
    static void untilKilled(Stage stage, Application application, String... settings) {
        Workload.publish(stage, TOPIC, 0, RECORDS);
        RecordingConsumer<String, String> first = member(stage, settings);
        stage.awaitFired(CRASH);
        try {
            readAll(first, application);
        } catch (ClientCrashedException dead) {
            takeOver(stage, application);
        }
    }

    /** Book every order as it comes. */
    static void book(Stage stage, ConsumerRecords<String, String> batch) {
        batch.forEach(stage.effects()::done);
    }

    /** Read on until all orders have been read. */
    static void readAll(RecordingConsumer<String, String> member, Application application) {
        Workload.poll(
                member, () -> Workload.stands(member, ORDERS, RECORDS), batch -> application.process(member, batch));
    }

    /**
     * Another member takes over from a dead one and reads all that is left. An administrator removes the dead one, so
     * that nobody has to wait for its session to time out.
     */
    static void takeOver(Stage stage, Application application) {
        removeMembers(stage);
        readAll(member(stage), application);
    }

    /** An administrator removes all members from the group, by what Kafka has for it: no lever of an engine is needed. */
    static void removeMembers(Stage stage) {
        Admin admin = stage.clients().admin(Map.of());
        try {
            admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException refused) {
            throw new TrialException(
                    "the members of group " + GROUP + " were not removed: " + refused.getCause()
                            + ". Look at the report's timeline for what the brokers were at.",
                    refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while members of group " + GROUP + " were removed. Run it again.");
        }
    }

    /** Begin another thread of the application; its end is awaited by {@link FutureTask#get}. */
    static FutureTask<Void> begin(Body body) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            body.run();
            return null;
        });
        Thread thread = new Thread(task, "application");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
