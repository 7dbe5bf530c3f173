/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import io.kafkatrial.engine.link.Gate;
import io.kafkatrial.engine.link.Load;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;

/** What becomes of one request. */
public sealed interface Decision {

    /** Nothing touches it. */
    Decision PASS = new Pass();

    /** What the request has with it on its way there. */
    static Load there(Decision decision, long bytes) {
        return new Load(
                bytes,
                decision instanceof Hold hold ? hold.gate() : null,
                decision instanceof Late late ? late.by() : Duration.ZERO,
                decision instanceof Overtake overtake ? overtake.gate() : null);
    }

    /** What its answer has with it on the way back. */
    static Load back(Decision decision, long bytes) {
        return new Load(
                bytes,
                decision instanceof HoldAnswer hold ? hold.gate() : null,
                decision instanceof LateAnswer late ? late.by() : Duration.ZERO,
                null);
    }

    /** To be called as soon as the request has been handed on: lets go whom it has overtaken. */
    static void handedOn(Decision decision) {
        if (decision instanceof Overtake overtake) {
            overtake.gate().open();
        }
    }

    /** It goes its way. */
    record Pass() implements Decision {}

    /** The connection is reset before it arrives. */
    record ResetBefore() implements Decision {}

    /** It arrives, and the connection is reset instead of its answer. */
    record ResetAfter() implements Decision {}

    /** It waits at the gate. */
    record Hold(Gate gate) implements Decision {}

    /** Its answer waits at the gate. */
    record HoldAnswer(Gate gate) implements Decision {}

    /** It arrives that much later, and all behind it on its connection. */
    record Late(Duration by) implements Decision {}

    /** Its answer arrives that much later, and all behind it on its connection. */
    record LateAnswer(Duration by) implements Decision {}

    /**
     * It arrives before the request that waits at this gate: one in front of it on its own connection changes places
     * with it, one on another connection goes on after it. Who carries it out opens the gate as soon as it has
     * handed this request on. Answers on one connection keep the order of its requests as they were sent.
     */
    record Overtake(Gate gate) implements Decision {}

    /** It arrives twice, and is answered once. */
    record Twice() implements Decision {}

    /**
     * It does not arrive; this is its answer.
     *
     * @param frame without its size
     */
    record Answer(ByteBuffer frame) implements Decision {}

    /** It does not arrive; it is answered with this error. For requests that are no frames. */
    record Refusal(Errors error) implements Decision {}
}
