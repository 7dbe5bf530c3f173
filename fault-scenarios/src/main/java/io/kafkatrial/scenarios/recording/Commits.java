/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records what a consumer commits and what it is told is committed. Confined to the thread that uses the consumer.
 *
 * @param reportCommits whether successful commits are reported here; false if a {@link CommitInterceptor} reports them
 */
record Commits(Consumer<?, ?> inner, ConsumerEvents events, boolean reportCommits, BooleanSupplier crashed) {

    @Nullable
    Object sync(Method method, @Nullable Object[] args) throws Throwable {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(args);
        events.committing(offsets);
        try {
            Object result = Calls.pass(inner, method, args);
            if (reportCommits) {
                events.committed(offsets);
            }
            return result;
        } catch (RuntimeException failed) {
            events.commitFailed(offsets, failed);
            throw failed;
        }
    }

    @Nullable
    Object async(@Nullable Object[] args) {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(args);
        events.committing(offsets);
        OffsetCommitCallback application =
                args.length > 0 && args[args.length - 1] instanceof OffsetCommitCallback callback ? callback : null;
        OffsetCommitCallback recording = (committed, error) -> {
            if (error != null) {
                events.commitFailed(committed == null ? offsets : committed, error);
            } else if (reportCommits) {
                events.committed(committed == null ? offsets : committed);
            }
            if (application != null && !crashed.getAsBoolean()) {
                application.onComplete(committed, error);
            }
        };
        if (args.length > 1) {
            inner.commitAsync(offsets, recording);
        } else {
            inner.commitAsync(recording);
        }
        return null;
    }

    /** {@code committed}, in each of its forms: of one partition, which older clients have, or of several. */
    @Nullable
    Object committed(Method method, @Nullable Object[] args) throws Throwable {
        Instant asked = events.now();
        Object answer = Calls.pass(inner, method, args);
        if (args[0] instanceof Collection<?> partitions && answer instanceof Map<?, ?> offsets) {
            events.fetched(asked, all(partitions), offsets);
        } else if (args[0] instanceof TopicPartition partition) {
            events.fetched(asked, Set.of(partition), answer == null ? Map.of() : Map.of(partition, answer));
        }
        return answer;
    }

    private static Set<TopicPartition> all(Collection<?> partitions) {
        return partitions.stream().map(TopicPartition.class::cast).collect(Collectors.toSet());
    }

    @SuppressWarnings("unchecked")
    private Map<TopicPartition, OffsetAndMetadata> offsets(@Nullable Object[] args) {
        Optional<Map<TopicPartition, OffsetAndMetadata>> given = Arrays.stream(args)
                .filter(Map.class::isInstance)
                .findFirst()
                .map(offsets -> (Map<TopicPartition, OffsetAndMetadata>) offsets);
        given.ifPresent(offsets -> events.positions().named(offsets.keySet()));
        return given.orElseGet(() -> events.positions().toCommit());
    }
}
