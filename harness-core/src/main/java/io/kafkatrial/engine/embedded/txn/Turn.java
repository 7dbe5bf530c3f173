/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

/** The step at work: when it is, and where its outputs go. Confined to the loop. */
final class Turn {

    private @Nullable Now now;
    private @Nullable Outbox out;
    private long lastId;

    void begin(Now moment, Outbox outbox) {
        now = moment;
        out = outbox;
    }

    long elapsedMs() {
        return requireNonNull(now, "step").elapsedMs();
    }

    long wallMs() {
        return requireNonNull(now, "step").wallMs();
    }

    void emit(TxnOutput output) {
        requireNonNull(out, "step").add(output);
    }

    void answer(long token, Errors error) {
        emit(new TxnOutput.Answered(token, error, RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH));
    }

    /** A number for a request of this coordinator to the outside. */
    long nextId() {
        return ++lastId;
    }
}
