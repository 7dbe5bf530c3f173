/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.Ongoing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A second instance with the identity of a client: the same transactional.id, or the same group.instance.id. A producer
 * takes the id over and leaves it at that; a consumer joins, keeps what it is given, reads nothing and commits nothing.
 * What Kafka says to it is the evidence. Runs on a thread of its own; safe for use by several.
 */
final class Twin implements Ongoing {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final long END_MS = 5_000;

    private final StagedClient of;
    private final Map<String, Object> config;
    private final Account account = new Account();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    Twin(StagedClient of) {
        this.of = of;
        this.config = new HashMap<>(of.made().config());
        String id = of.isConsumer() ? "group.instance.id" : "transactional.id";
        if (!config.containsKey(id)) {
            throw ClientComplaints.noTwin(of);
        }
        thread = new Thread(of.isConsumer() ? this::consume : this::produce, "kafka-trial-twin-" + of.name());
        thread.setDaemon(true);
    }

    Twin begin() {
        thread.start();
        return this;
    }

    private void produce() {
        try (KafkaProducer<Object, Object> twin = new KafkaProducer<>(config)) {
            try {
                twin.initTransactions();
                account.touched("the twin of " + of + " took over transactional.id " + config.get("transactional.id"));
                over.await();
            } finally {
                twin.close(Duration.ZERO);
            }
        } catch (KafkaException refused) {
            account.note("the twin of " + of + " was refused: " + refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume() {
        config.put("enable.auto.commit", "false");
        try (KafkaConsumer<Object, Object> twin = new KafkaConsumer<>(config)) {
            of.subscription().ifPresent(subscription -> subscription.repeat(twin, holding(twin)));
            while (over.getCount() > 0) {
                twin.poll(POLL);
            }
        } catch (KafkaException refused) {
            account.note("the twin of " + of + " was refused: " + refused);
        }
        removeMember();
    }

    private ConsumerRebalanceListener holding(KafkaConsumer<?, ?> twin) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                twin.pause(partitions);
                account.touched("the twin of " + of + " took over group.instance.id " + config.get("group.instance.id")
                        + " and " + partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // it has read nothing of them
            }
        };
    }

    /** A static member does not leave when it is closed: its partitions would be nobody's until its session is over. */
    private void removeMember() {
        if (account.touched() == 0) {
            return;
        }
        Map<String, Object> connection = new HashMap<>(config);
        connection.keySet().removeIf(key -> key.startsWith("group.") || key.endsWith("deserializer"));
        try (Admin admin = Admin.create(connection)) {
            MemberToRemove member = new MemberToRemove(String.valueOf(config.get("group.instance.id")));
            admin.removeMembersFromConsumerGroup(
                            String.valueOf(config.get("group.id")),
                            new RemoveMembersFromConsumerGroupOptions(List.of(member)))
                    .all()
                    .get(END_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception gone) {
            // the member is not there any more, or the group
        }
    }

    @Override
    public String detail() {
        return "a twin of " + of + " begins";
    }

    @Override
    public long touched() {
        return account.touched();
    }

    @Override
    public String evidence() {
        String words = account.words();
        return words.isEmpty() ? detail() : words;
    }

    @Override
    public String undo() {
        over.countDown();
        try {
            thread.join(END_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return "the twin is gone";
    }
}
