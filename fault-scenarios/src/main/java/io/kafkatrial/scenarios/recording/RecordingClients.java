/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Makes recording clients for one trial and closes them.
 *
 * <p>Kafka's own defaults hold, with two exceptions: a consumer reads from the {@code earliest} offset, so
 * that what was sent before it joined is not silently skipped, and one without a {@code group.id} gets a
 * group of its own. {@code enable.auto.commit} stays what Kafka says it is: true.
 *
 * <p>Safe for use by several threads; the clients it makes are as safe as Kafka's own.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class RecordingClients implements AutoCloseable {

    private static final Duration CLOSE_BOUND = Duration.ofSeconds(10);

    /** Static members do not leave, so that one that waits for a rebalance would wait for them for long. */
    private static final Duration LEAVE_BOUND = Duration.ofSeconds(3);

    private final Trail trail;
    private final Map<String, Object> connection;
    private final Interposition between;
    private final List<AutoCloseable> producers = new ArrayList<>();
    private final List<Consumer<?, ?>> consumers = new ArrayList<>();
    private final List<AutoCloseable> shareConsumers = new ArrayList<>();
    private final List<Admin> admins = new ArrayList<>();
    private @Nullable ShareClients sharing;

    /**
     * Make clients that write to {@code trail}.
     *
     * @param connection what every client needs to connect: {@code bootstrap.servers} at least
     */
    public RecordingClients(Trail trail, Map<String, Object> connection) {
        this(trail, connection, Interposition.none());
    }

    /** Make clients with something between them and the application. */
    public RecordingClients(Trail trail, Map<String, Object> connection, Interposition between) {
        this.trail = requireNonNull(trail, "trail");
        this.connection = Map.copyOf(connection);
        this.between = requireNonNull(between, "between");
    }

    /** Make a producer; {@code config} goes over the connection and must name the serializers. */
    public <K, V> Producer<K, V> producer(Map<String, Object> config) {
        Map<String, Object> all = over(config);
        if (trail.isSilent()) {
            return plain(all);
        }
        String name = trail.name(String.valueOf(all.getOrDefault("client.id", "producer")));
        all.putIfAbsent("client.id", trail.clientId(name));
        KafkaProducer<K, V> real = new KafkaProducer<>(
                all,
                Serdes.<K>serializer(all, true).orElse(null),
                Serdes.<V>serializer(all, false).orElse(null));
        synchronized (this) {
            producers.add(() -> real.close(CLOSE_BOUND));
        }
        Producer<K, V> recording = RecordingProducer.wrap(real, name, trail, ClientSettings.of(all));
        return between.between(new Interposition.Made(name, all), recording, real);
    }

    private <K, V> Producer<K, V> plain(Map<String, Object> all) {
        String name = trail.name(String.valueOf(all.getOrDefault("client.id", "producer")));
        all.putIfAbsent("client.id", trail.clientId(name));
        KafkaProducer<K, V> real = new KafkaProducer<>(all);
        synchronized (this) {
            producers.add(() -> real.close(CLOSE_BOUND));
        }
        return between.between(new Interposition.Made(name, all), real, real);
    }

    /** Make a consumer; {@code config} goes over the connection and must name the deserializers. */
    public <K, V> RecordingConsumer<K, V> consumer(Map<String, Object> config) {
        Map<String, Object> all = over(config);
        String name = trail.name(String.valueOf(all.getOrDefault("client.id", "consumer")));
        all.putIfAbsent("client.id", trail.clientId(name));
        all.putIfAbsent("group.id", GroupNames.fresh());
        all.putIfAbsent("auto.offset.reset", "earliest");
        ConsumerEvents events = new ConsumerEvents(name, Optional.of(String.valueOf(all.get("group.id"))), trail);
        Interposition.Made made = new Interposition.Made(name, all);
        addInterceptor(all, events);
        Consumer<K, V> real = new KafkaConsumer<>(
                all,
                Serdes.<K>deserializer(all, true).orElse(null),
                Serdes.<V>deserializer(all, false).orElse(null));
        events.opened(ClientSettings.of(all));
        RecordingConsumer<K, V> consumer = ConsumerProxy.wrap(real, events, /* reportCommits= */ false);
        synchronized (this) {
            consumers.add(consumer);
        }
        return between.between(made, consumer, real);
    }

    /**
     * Members of share groups (KIP-932). Apart from the other clients, so that those whose kafka-clients know no share groups
     * never meet a class that is not there, not even by reflection. Needs kafka-clients 4.0 or newer.
     */
    public synchronized ShareClients share() {
        if (sharing == null) {
            sharing = new ShareClients(trail, connection, this::closeAtTheEnd);
        }
        return sharing;
    }

    private synchronized void closeAtTheEnd(AutoCloseable member) {
        shareConsumers.add(member);
    }

    /** Make an admin client. */
    public Admin admin(Map<String, Object> config) {
        Admin admin = RecordingAdmin.wrap(Admin.create(over(config)), trail);
        synchronized (this) {
            admins.add(admin);
        }
        return admin;
    }

    /**
     * Record what goes through a producer made elsewhere; it is not closed here. Its records carry an identity, but no
     * seal, so that damage of their content is not noticed.
     */
    public <K, V> Producer<K, V> wrap(Producer<K, V> producer) {
        return wrap(producer, ClientSettings.in(producer, "producerConfig").values());
    }

    /**
     * Record what goes through a producer made elsewhere with this configuration, where it cannot be asked for it.
     *
     * @param config its {@code transactional.id} and {@code acks} matter here
     */
    public <K, V> Producer<K, V> wrap(Producer<K, V> producer, Map<String, Object> config) {
        String name = trail.name("producer");
        Producer<K, V> recording =
                trail.isSilent() ? producer : RecordingProducer.wrap(producer, name, trail, ClientSettings.of(config));
        return between.between(
                new Interposition.Made(name, ClientSettings.of(config).values()), recording, producer);
    }

    /**
     * Record what goes through a consumer made elsewhere; it is not closed here. Its automatic commits
     * cannot be seen, and whether it reads committed records only is not known.
     *
     * @param group its consumer group, if any
     */
    public <K, V> RecordingConsumer<K, V> wrap(Consumer<K, V> consumer, Optional<String> group) {
        String name = trail.name("consumer");
        ConsumerEvents events = new ConsumerEvents(name, group, trail);
        Map<String, Object> known =
                group.<Map<String, Object>>map(id -> Map.of("group.id", id)).orElse(Map.of());
        RecordingConsumer<K, V> recording = ConsumerProxy.wrap(consumer, events, /* reportCommits= */ true);
        return between.between(new Interposition.Made(name, known), recording, consumer);
    }

    /**
     * Record what goes through a consumer made elsewhere with this configuration; it is not closed here. Its automatic
     * commits cannot be seen.
     *
     * @param config its {@code group.id}, {@code isolation.level}, {@code auto.offset.reset} and {@code group.protocol}
     *     matter here
     */
    public <K, V> RecordingConsumer<K, V> wrap(Consumer<K, V> consumer, Map<String, Object> config) {
        ClientSettings settings = ClientSettings.of(config);
        String name = trail.name("consumer");
        ConsumerEvents events = new ConsumerEvents(name, settings.group(), trail);
        events.opened(settings);
        RecordingConsumer<K, V> recording = ConsumerProxy.wrap(consumer, events, /* reportCommits= */ true);
        return between.between(new Interposition.Made(name, settings.values()), recording, consumer);
    }

    /**
     * Close every client made here: producers first, so that what they buffer is sent. Idempotent. A
     * consumer that another thread still uses is woken up and left to that thread.
     */
    @Override
    public void close() {
        closeAll(take(producers));
        closeConsumers(take(consumers));
        closeAll(take(shareConsumers));
        closeAll(take(admins));
    }

    /**
     * All at once: a member of a classic group that waits in a rebalance can close only after the others
     * have left; one after another each would wait for the next.
     */
    private static void closeConsumers(List<Consumer<?, ?>> consumers) {
        if (consumers.size() == 1) {
            closeConsumer(consumers.get(0));
            return;
        }
        List<Thread> leavers = new ArrayList<>();
        for (Consumer<?, ?> consumer : consumers) {
            Thread leaver = new Thread(() -> closeConsumer(consumer), "kafka-trial-close-consumer");
            leaver.setDaemon(true);
            leaver.start();
            leavers.add(leaver);
        }
        try {
            for (Thread leaver : leavers) {
                leaver.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized <T> List<T> take(List<T> clients) {
        List<T> taken = List.copyOf(clients);
        clients.clear();
        return taken;
    }

    private static void closeAll(List<? extends AutoCloseable> clients) {
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception ignored) {
                // a client that cannot be closed in good order has nothing more to tell
            }
        }
    }

    @SuppressWarnings("deprecation") // close(Duration) is the one form that 3.6 and 4.4 share
    private static void closeConsumer(Consumer<?, ?> consumer) {
        try {
            consumer.close(LEAVE_BOUND);
        } catch (ConcurrentModificationException busy) {
            consumer.wakeup();
        } catch (RuntimeException ignored) {
            // as above
        }
    }

    private Map<String, Object> over(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(connection);
        all.putAll(config);
        Interceptors.withoutRecording(all);
        return all;
    }

    private static void addInterceptor(Map<String, Object> config, ConsumerEvents events) {
        List<Object> interceptors = Interceptors.in(config);
        interceptors.add(CommitInterceptor.class.getName());
        config.put(Interceptors.SETTING, interceptors);
        java.util.function.Consumer<Map<TopicPartition, OffsetAndMetadata>> listener = events::committed;
        config.put(CommitInterceptor.LISTENER, listener);
    }
}
