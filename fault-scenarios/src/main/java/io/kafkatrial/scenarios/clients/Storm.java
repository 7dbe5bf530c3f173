/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.Ongoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Members that join a group and leave it, one after the other, in an order drawn from a seed. They read nothing and
 * commit nothing; what they do is make the group give partitions to them and back. The next one comes when the one before
 * has its place. Runs on a thread of its own.
 */
final class Storm implements Ongoing {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LEAVE = Duration.ofSeconds(2);
    private static final long END_MS = 10_000;
    private static final int MOST_AT_ONCE = 3;

    /** How many rounds of polls a member that is in waits to be given something: there may be nothing left for it. */
    private static final int PATIENCE = 25;

    private final StagedClient beside;
    private final Subscription subscription;
    private final int joins;
    private final SplittableRandom random;
    private final Account account = new Account();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<KafkaConsumer<Object, Object>> members = new ArrayList<>();
    private final Thread thread = new Thread(this::blow, "kafka-trial-rebalance-storm");
    private int made;
    private final AtomicInteger left = new AtomicInteger();

    Storm(StagedClient beside, Subscription subscription, int joins, long seed) {
        this.beside = beside;
        this.subscription = subscription;
        this.joins = joins;
        this.random = new SplittableRandom(seed);
        thread.setDaemon(true);
    }

    Storm begin() {
        thread.start();
        return this;
    }

    private void blow() {
        try {
            while (over.getCount() > 0 && made < joins) {
                if (members.isEmpty() || (members.size() < MOST_AT_ONCE && random.nextBoolean())) {
                    join();
                } else {
                    leave(members.get(random.nextInt(members.size())));
                }
            }
        } catch (KafkaException refused) {
            account.note("the storm ended: " + refused);
        } finally {
            List.copyOf(members).forEach(this::leave);
        }
    }

    private void join() {
        made++;
        Map<String, Object> config = new HashMap<>(beside.made().config());
        config.remove("group.instance.id");
        config.put("client.id", config.getOrDefault("client.id", beside.name()) + "-storm-" + made);
        config.put("enable.auto.commit", "false");
        KafkaConsumer<Object, Object> member = new KafkaConsumer<>(config);
        members.add(member);
        AtomicBoolean given = new AtomicBoolean();
        subscription.repeat(member, holding(member, given));
        for (int round = 0; over.getCount() > 0 && !(given.get() || (isIn(member) && round > PATIENCE)); round++) {
            members.forEach(one -> one.poll(POLL));
        }
        if (isIn(member)) {
            account.touched("member " + made + " joined in generation "
                    + member.groupMetadata().generationId());
        }
    }

    private static boolean isIn(KafkaConsumer<?, ?> member) {
        return member.groupMetadata().generationId() > 0;
    }

    private static ConsumerRebalanceListener holding(KafkaConsumer<?, ?> member, AtomicBoolean given) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                member.pause(partitions);
                given.set(true);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // it has read nothing of them
            }
        };
    }

    @SuppressWarnings("deprecation") // close(Duration) is the one form that 3.6 and 4.4 share
    private void leave(KafkaConsumer<Object, Object> member) {
        members.remove(member);
        member.close(LEAVE);
        left.incrementAndGet();
    }

    @Override
    public String detail() {
        return joins + " members join and leave beside " + beside;
    }

    @Override
    public long touched() {
        return account.touched();
    }

    @Override
    public String evidence() {
        String words = account.words();
        return account.touched() + " members joined and " + left.get() + " left again"
                + (words.isEmpty() ? "" : ": " + words);
    }

    @Override
    public String undo() {
        over.countDown();
        try {
            thread.join(END_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return "the storm is over";
    }
}
