/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.protocol.Errors;

/**
 * What one node asks of another.
 *
 * @param label what it is to Kafka
 * @param work runs on the callee's loop and gives the answer, now or later
 * @param refusal the answer of a broker that refuses it with an error
 * @param weight how many bytes an answer has on a wire, about; asked only where bandwidth is short
 */
public record Errand<R>(
        Label label,
        Supplier<? extends CompletionStage<R>> work,
        Function<Errors, ? extends CompletionStage<R>> refusal,
        ToLongFunction<? super R> weight) {

    /** What an answer weighs that has nothing in it but numbers. */
    public static final long LIGHT_BYTES = 100;

    public Errand {
        requireNonNull(label, "label");
        requireNonNull(work, "work");
        requireNonNull(refusal, "refusal");
        requireNonNull(weight, "weight");
    }

    /** An errand whose refusal is the error's exception. */
    public Errand(Label label, Supplier<? extends CompletionStage<R>> work) {
        this(label, work, error -> CompletableFuture.failedFuture(error.exception()), answer -> LIGHT_BYTES);
    }
}
