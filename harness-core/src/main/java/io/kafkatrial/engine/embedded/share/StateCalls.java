/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.share.ShareCoordinator;
import org.apache.kafka.server.share.SharePartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * Finds a share partition's coordinator and asks it until it answers. Kafka's brokers try five times and
 * wait a second, then two, four, eight in between; here they try for as long, but sooner: coordinators
 * move in milliseconds.
 *
 * <p>Confined to the broker's loop.
 */
public final class StateCalls {

    private static final long FIRST_BACKOFF_MS = 20;
    private static final long MOST_BACKOFF_MS = 500;
    private static final long PATIENCE_MS = 15_000;

    /**
     * A question for a coordinator.
     *
     * @param api Kafka's name of it
     */
    public record Asked<A>(ApiKeys api, Function<ShareCoordinator, CompletableFuture<A>> at) {}

    /** The brokers of the cluster, as coordinators. */
    public interface Coordinators {
        /** The broker that coordinates a share partition; empty while there is none, which may create the topic. */
        OptionalInt find(SharePartitionKey key);

        /**
         * Ask the coordinator of a broker, by the broker's loop and the links between.
         *
         * @param then told the answer, or why there was none, on this broker's loop
         */
        <A> void ask(int broker, Asked<A> question, BiConsumer<? super @Nullable A, ? super @Nullable Throwable> then);
    }

    private final Loop loop;
    private final Coordinators coordinators;

    public StateCalls(Loop loop, Coordinators coordinators) {
        this.loop = requireNonNull(loop, "loop");
        this.coordinators = requireNonNull(coordinators, "coordinators");
    }

    /** Ask; the answer may be an error, the future never fails. */
    <Q, A> CompletableFuture<A> call(SharePartitionKey key, StateQuestion<Q, A> question, Q request) {
        Call<Q, A> call = new Call<>(key, question, request);
        call.attempt();
        return call.answer;
    }

    private final class Call<Q, A> {
        private final SharePartitionKey key;
        private final StateQuestion<Q, A> question;
        private final Q request;
        private final CompletableFuture<A> answer = new CompletableFuture<>();
        private final long untilMs = loop.clock().millis() + PATIENCE_MS;
        private long backoffMs = FIRST_BACKOFF_MS;

        Call(SharePartitionKey key, StateQuestion<Q, A> question, Q request) {
            this.key = key;
            this.question = question;
            this.request = request;
        }

        void attempt() {
            OptionalInt broker = coordinators.find(key);
            if (broker.isEmpty()) {
                again(refused(Errors.COORDINATOR_NOT_AVAILABLE));
                return;
            }
            coordinators.ask(
                    broker.getAsInt(),
                    new Asked<A>(question.api(), coordinator -> question.ask().apply(coordinator, request)),
                    this::answered);
        }

        private void answered(@Nullable A given, @Nullable Throwable failure) {
            if (given == null || failure != null) {
                again(refused(Errors.NETWORK_EXCEPTION));
                return;
            }
            switch (Errors.forCode((short) question.errorCode().applyAsInt(given))) {
                case COORDINATOR_NOT_AVAILABLE,
                        COORDINATOR_LOAD_IN_PROGRESS,
                        NOT_COORDINATOR,
                        UNKNOWN_TOPIC_OR_PARTITION -> again(given);
                default -> answer.complete(given);
            }
        }

        private void again(A insteadOfPatience) {
            if (loop.clock().millis() + backoffMs > untilMs) {
                answer.complete(insteadOfPatience);
                return;
            }
            loop.schedule(backoffMs, this::attempt);
            backoffMs = Math.min(MOST_BACKOFF_MS, 2 * backoffMs);
        }

        private A refused(Errors error) {
            return question.refusal()
                    .of(key.topicId(), key.partition(), error, "Error in find coordinator. " + error.message());
        }
    }
}
