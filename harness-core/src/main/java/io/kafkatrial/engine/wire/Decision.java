/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import io.kafkatrial.engine.link.Gate;
import java.nio.ByteBuffer;

/** What becomes of one request. */
public sealed interface Decision {

    /** Nothing touches it. */
    Decision PASS = new Pass();

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

    /** It arrives twice, and is answered once. */
    record Twice() implements Decision {}

    /**
     * It does not arrive; this is its answer.
     *
     * @param frame without its size
     */
    record Answer(ByteBuffer frame) implements Decision {}
}
