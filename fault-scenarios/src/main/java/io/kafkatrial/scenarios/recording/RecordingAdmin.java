/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records what an administrator does to the offsets of groups, so that no consumer is accused of it, and what the topics
 * it creates are like. As safe as the client behind.
 */
final class RecordingAdmin implements InvocationHandler {

    private static final String WHY = "an administrator";

    private final Admin inner;
    private final Trail trail;

    private RecordingAdmin(Admin inner, Trail trail) {
        this.inner = inner;
        this.trail = trail;
    }

    static Admin wrap(Admin inner, Trail trail) {
        return Calls.proxy(Admin.class, new RecordingAdmin(inner, trail));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (Calls.isOfObject(method)) {
            return Calls.answerAsObject(proxy, method, args, "recording admin");
        }
        Object result = Calls.pass(inner, method, args);
        if (args != null && args.length > 0) {
            note(result, args);
        }
        return result;
    }

    private void note(@Nullable Object result, @Nullable Object[] args) {
        if (result instanceof AlterConsumerGroupOffsetsResult altered && args[1] instanceof Map<?, ?> offsets) {
            altered.all()
                    .whenComplete((nothing, error) -> offsets.forEach((partition, offset) -> {
                        if (error == null) {
                            reset(args[0], partition, OptionalLong.of(((OffsetAndMetadata) offset).offset()));
                        }
                    }));
        } else if (result instanceof DeleteConsumerGroupOffsetsResult erased
                && args[1] instanceof Collection<?> partitions) {
            erased.all()
                    .whenComplete((nothing, error) -> partitions.forEach(partition -> {
                        if (error == null) {
                            reset(args[0], partition, OptionalLong.empty());
                        }
                    }));
        } else if (result instanceof DeleteConsumerGroupsResult deleted && args[0] instanceof Collection<?> groups) {
            deleted.all().whenComplete((nothing, error) -> {
                if (error == null) {
                    groups.forEach(this::erased);
                }
            });
        } else if (result instanceof CreateTopicsResult created) {
            created.values().keySet().forEach(topic -> created.config(topic)
                    .whenComplete(
                            (config, error) -> created.numPartitions(topic).whenComplete((partitions, failure) -> {
                                if (error == null && failure == null) {
                                    created(topic, partitions, config);
                                }
                            })));
        }
    }

    private void created(String topic, int partitions, Config config) {
        ConfigEntry minInsync = config.get("min.insync.replicas");
        ConfigEntry cleanup = config.get("cleanup.policy");
        if (minInsync != null && cleanup != null) {
            trail.record(at -> new Event.TopicSettings(
                    at, topic, partitions, Integer.parseInt(minInsync.value()), cleanup.value()));
        }
    }

    private void reset(@Nullable Object group, Object partition, OptionalLong offset) {
        TopicPartition place = (TopicPartition) partition;
        String id = String.valueOf(group);
        trail.groups().forget(id, place);
        offset.ifPresent(known -> trail.groups().committed(id, place, known));
        trail.record(at -> new Event.GroupOffsetReset(at, id, place.topic(), place.partition(), offset, WHY));
    }

    private void erased(Object group) {
        String id = String.valueOf(group);
        trail.groups().places(id).forEach(place -> reset(group, place, OptionalLong.empty()));
    }
}
