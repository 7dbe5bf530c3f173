/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.WireTable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request under way.
 *
 * @param turn its place among the requests of the connection, in which they are answered
 * @param decision what becomes of it
 * @param memory told of its answer, if that is worth remembering
 */
record Asked(int turn, ByteBuffer frame, Decision decision, WireTable.@Nullable Memory memory) {

    Asked withoutFault() {
        return new Asked(turn, frame, Decision.PASS, null);
    }
}
