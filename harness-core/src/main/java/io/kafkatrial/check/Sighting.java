/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.time.Instant;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A record was acknowledged, handed out, processed or found: there and then.
 *
 * @param by who saw it: a consumer, an application, {@code producer} for an acknowledgement, {@code final read}
 * @param offset -1 if unknown (an acknowledgement under acks=0)
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Sighting(Instant at, String by, String topic, int partition, long offset) {

    /** The place, written {@code orders-0@137}. */
    public String place() {
        return topic + "-" + partition + (offset < 0 ? "" : "@" + offset);
    }
}
