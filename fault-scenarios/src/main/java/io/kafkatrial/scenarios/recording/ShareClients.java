/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.engine.TrialException;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Makes members of share groups (KIP-932), recording ones. Apart from {@link RecordingClients}, so that nothing of it is
 * looked at by those whose kafka-clients know no share groups. Safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ShareClients {

    /** How long a group's settings may take. */
    private static final long SETTINGS_MS = 10_000;

    /** What is the consumer's own setting elsewhere is the group's here. */
    private static final Map<String, String> OF_GROUPS =
            Map.of("auto.offset.reset", "share.auto.offset.reset", "isolation.level", "share.isolation.level");

    private final Trail trail;
    private final Map<String, Object> connection;
    private final Consumer<AutoCloseable> closer;
    private final Set<String> settled = ConcurrentHashMap.newKeySet();

    /** @param closer takes what closes each of them, for the end of the trial */
    ShareClients(Trail trail, Map<String, Object> connection, Consumer<AutoCloseable> closer) {
        this.trail = trail;
        this.connection = connection;
        this.closer = closer;
    }

    /**
     * Make a member; {@code config} goes over the connection and must name the deserializers. It is recorded what it is
     * handed, and which of its acknowledgements the broker took.
     *
     * <p>Where a share group begins, and whether it reads committed records only, are settings of the group. They are
     * given to it here: {@code auto.offset.reset}, {@code earliest} unless told otherwise, and {@code isolation.level}.
     *
     * @throws TrialException if the group cannot be given its settings
     */
    public <K, V> ShareConsumer<K, V> consumer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(connection);
        all.putAll(config);
        Interceptors.withoutRecording(all);
        String name = trail.name(String.valueOf(all.getOrDefault("client.id", "share-consumer")));
        all.putIfAbsent("client.id", trail.clientId(name));
        all.putIfAbsent("group.id", GroupNames.fresh());
        all.putIfAbsent("auto.offset.reset", "earliest");
        ShareConsumer<K, V> real = real(new HashMap<>(all));
        ShareConsumer<K, V> member = trail.isSilent() ? real : recording(real, name, all);
        closer.accept(() -> close(member));
        return member;
    }

    /**
     * Record what goes through a share consumer made elsewhere with this configuration; it is not closed here. Its own
     * callback for acknowledgements has to be set by what is returned.
     *
     * @param config its {@code group.id} and {@code share.acknowledgement.mode} matter here
     */
    public <K, V> ShareConsumer<K, V> wrap(ShareConsumer<K, V> consumer, Map<String, Object> config) {
        return recording(
                consumer,
                trail.name("share-consumer"),
                ClientSettings.of(config).values());
    }

    /** Make one of a configuration that is complete but for the group's settings in it, which it takes out. */
    private <K, V> ShareConsumer<K, V> real(Map<String, Object> config) {
        String group = String.valueOf(config.get("group.id"));
        Map<String, String> ofGroup = new TreeMap<>();
        OF_GROUPS.forEach((name, its) -> {
            Object value = config.remove(name);
            if (value != null) {
                ofGroup.put(its, value.toString());
            }
        });
        if (settled.add(group + " " + ofGroup)) {
            settle(group, ofGroup);
        }
        return new KafkaShareConsumer<>(
                config,
                Serdes.<K>deserializer(config, true).orElse(null),
                Serdes.<V>deserializer(config, false).orElse(null));
    }

    private <K, V> ShareConsumer<K, V> recording(ShareConsumer<K, V> real, String name, Map<String, Object> config) {
        ShareEvents events =
                new ShareEvents(name, String.valueOf(config.get("group.id")), trail, new HandedOut(trail, name));
        events.opened(
                String.valueOf(config.getOrDefault("isolation.level", "read_uncommitted")),
                String.valueOf(config.getOrDefault("auto.offset.reset", "latest")));
        Object mode = config.getOrDefault("share.acknowledgement.mode", "implicit");
        return RecordingShareConsumer.wrap(real, events, mode.toString().equalsIgnoreCase("explicit"));
    }

    /** Close it; one that another thread still uses is woken up and left to that thread. */
    private static void close(ShareConsumer<?, ?> consumer) {
        try {
            consumer.close();
        } catch (ConcurrentModificationException busy) {
            consumer.wakeup();
        }
    }

    private void settle(String group, Map<String, String> settings) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<AlterConfigOp> ops = settings.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = Admin.create(connection)) {
            admin.incrementalAlterConfigs(Map.of(resource, ops)).all().get(SETTINGS_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException refused) {
            throw new TrialException("the share group " + group + " cannot be given " + settings + ": "
                    + refused.getMessage() + ". Members of share groups have no such settings of their own, so let an"
                    + " administrator give them to the group, and record a consumer of your own by wrap.");
        }
    }
}
