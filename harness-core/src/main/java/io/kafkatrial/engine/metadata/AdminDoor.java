/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** An administrator of the cluster. Safe for use by several threads. */
public final class AdminDoor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Admin admin;

    /** Connect when needed. */
    public AdminDoor(String bootstrapServers) {
        this(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * Connect when needed.
     *
     * @param client what a client needs to get in, {@code bootstrap.servers} included
     */
    public AdminDoor(Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>(client);
        config.putAll(Map.of(
                "client.id", "kafka-trial-admin",
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "200",
                "retry.backoff.ms", "50",
                "metadata.max.age.ms", "2000",
                "request.timeout.ms", "5000",
                "default.api.timeout.ms", Long.toString(PATIENCE.toMillis())));
        this.admin = Admin.create(config);
    }

    Admin admin() {
        return admin;
    }

    /**
     * Create topics.
     *
     * @throws TrialException if Kafka refuses one
     */
    public void create(Collection<TopicSpec> topics) {
        if (topics.isEmpty()) {
            return;
        }
        List<NewTopic> wanted = new ArrayList<>();
        for (TopicSpec topic : topics) {
            short factor = (short) topic.replicationFactor().orElse(-1);
            wanted.add(new NewTopic(topic.name(), topic.partitions(), factor).configs(topic.config()));
        }
        CreateTopicsOptions options = new CreateTopicsOptions().timeoutMs((int) PATIENCE.toMillis());
        CreateTopicsResult created = admin.createTopics(wanted, options);
        created.values().forEach((name, done) -> {
            try {
                get(done, PATIENCE);
            } catch (ExecutionException refused) {
                Throwable cause = refused.getCause() == null ? refused : refused.getCause();
                if (!(cause instanceof TopicExistsException)) {
                    throw Complaints.topicRefused(
                            name, cause.getClass().getSimpleName(), String.valueOf(cause.getMessage()));
                }
            } catch (TimeoutException late) {
                throw Complaints.startFailed("topic " + name + " was not created in time", late);
            }
        });
    }

    /**
     * Make users and access rules.
     *
     * @throws TrialException if Kafka refuses one
     */
    public void letIn(ClusterSecurity security) {
        Admission admission = Admission.of(security);
        try {
            if (!admission.users().isEmpty()) {
                get(admin.alterUserScramCredentials(admission.users()).all(), PATIENCE);
            }
            if (!admission.rules().isEmpty()) {
                get(admin.createAcls(admission.rules()).all(), PATIENCE);
            }
        } catch (ExecutionException | TimeoutException failed) {
            throw Complaints.startFailed("users and access rules were not made", failed);
        }
    }

    /** Delete topics; gives back why not, if it could not be done. */
    public Optional<String> delete(Collection<String> topics) {
        for (KafkaFuture<Void> done :
                admin.deleteTopics(topics).topicNameValues().values()) {
            Optional<String> failure = failure(done);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> failure(KafkaFuture<?> done) {
        try {
            get(done, PATIENCE);
            return Optional.empty();
        } catch (ExecutionException failed) {
            boolean goneAlready = failed.getCause() instanceof UnknownTopicOrPartitionException;
            return goneAlready ? Optional.empty() : Optional.of(String.valueOf(failed.getCause()));
        } catch (TimeoutException late) {
            return Optional.of("no answer within " + PATIENCE.toSeconds() + " s");
        }
    }

    /** Delete every group, with its offsets; gives back why not: a member that is still there, for example. */
    public Optional<String> deleteGroups() {
        try {
            List<String> groups = get(admin.listGroups().all(), PATIENCE).stream()
                    .map(GroupListing::groupId)
                    .toList();
            return groups.isEmpty()
                    ? Optional.empty()
                    : failure(admin.deleteConsumerGroups(groups).all());
        } catch (ExecutionException | TimeoutException failed) {
            return Optional.of(String.valueOf(failed.getCause()));
        }
    }

    /** A transaction that is still open, in words; empty if there is none. */
    public Optional<String> openTransaction() {
        ListTransactionsOptions options = new ListTransactionsOptions()
                .filterStates(List.of(
                        TransactionState.ONGOING, TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT));
        try {
            return get(admin.listTransactions(options).all(), PATIENCE).stream()
                    .findFirst()
                    .map(open -> "transaction " + open.transactionalId() + " is " + open.state());
        } catch (ExecutionException | TimeoutException failed) {
            return Optional.of(String.valueOf(failed.getCause()));
        }
    }

    private static <T> T get(KafkaFuture<T> done, Duration patience) throws ExecutionException, TimeoutException {
        try {
            return done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while waiting for the cluster to answer an administrator", stopped);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
