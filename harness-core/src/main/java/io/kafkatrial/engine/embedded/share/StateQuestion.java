/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.coordinator.share.ShareCoordinator;

/**
 * One of the five requests a share coordinator answers.
 *
 * @param api Kafka's name of it
 * @param ask asks the coordinator, on its own broker's loop
 * @param errorCode the error code in an answer about one partition
 * @param refusal an answer that is an error
 */
record StateQuestion<Q, A>(
        ApiKeys api,
        BiFunction<ShareCoordinator, Q, CompletableFuture<A>> ask,
        ToIntFunction<A> errorCode,
        Refusal<A> refusal) {

    /** Makes an answer of an error. */
    @FunctionalInterface
    interface Refusal<A> {
        A of(Uuid topic, int partition, Errors error, String message);
    }
}
