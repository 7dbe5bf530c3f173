/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.HashMap;
import java.util.Map;

/** Which replica each AlterPartition request in flight belongs to. Confined to the loop. */
final class Proposals {
    private final Map<Long, Hosted> inFlight = new HashMap<>();

    void sent(long requestId, Hosted hosted) {
        inFlight.put(requestId, hosted);
    }

    void ended(Input.AlterPartitionEnded ended) {
        Hosted hosted = inFlight.remove(ended.requestId());
        if (hosted == null) {
            return;
        }
        if (hosted.alterInFlight() == ended.requestId()) {
            hosted.alterInFlight(-1);
        }
        Leadership leadership = hosted.leadership();
        if (leadership != null && !hosted.isGone()) {
            leadership.onAnswer(ended);
        }
    }
}
