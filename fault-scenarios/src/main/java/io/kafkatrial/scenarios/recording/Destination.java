/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Recorder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A topic, as one lane sends to it: what the events of these sends have in common, worked out once for each partition.
 * Safe for use by several threads: what is looked up twice is the same.
 */
final class Destination {

    private final Lane lane;
    private final String topic;
    private final Recorder recorder;
    private @Nullable io.kafkatrial.history.Lane[] sent = new io.kafkatrial.history.Lane[1];
    private @Nullable io.kafkatrial.history.Lane[] acked = new io.kafkatrial.history.Lane[1];

    Destination(Lane lane, String topic, Recorder recorder) {
        this.lane = lane;
        this.topic = topic;
        this.recorder = recorder;
    }

    Lane lane() {
        return lane;
    }

    String topic() {
        return topic;
    }

    /** Of sends to a partition; null leaves it to the partitioner. */
    io.kafkatrial.history.Lane sent(@Nullable Integer partition) {
        int at = partition == null ? 0 : partition + 1;
        @Nullable io.kafkatrial.history.Lane[] known = sent;
        io.kafkatrial.history.Lane found = at < known.length ? known[at] : null;
        return found != null ? found : find(Kind.SEND_INVOKED, at);
    }

    /** Of answers by a partition. */
    io.kafkatrial.history.Lane acked(int partition) {
        int at = partition + 1;
        @Nullable io.kafkatrial.history.Lane[] known = acked;
        io.kafkatrial.history.Lane found = at < known.length ? known[at] : null;
        return found != null ? found : find(Kind.SEND_ACKED, at);
    }

    private synchronized io.kafkatrial.history.Lane find(Kind kind, int at) {
        io.kafkatrial.history.Lane found = recorder.lane(kind, lane.producer(), topic, at - 1);
        @Nullable io.kafkatrial.history.Lane[] known = kind == Kind.SEND_ACKED ? acked : sent;
        if (at >= known.length) {
            known = Arrays.copyOf(known, Math.max(at + 1, known.length * 2));
        }
        known[at] = found;
        if (kind == Kind.SEND_ACKED) {
            acked = known;
        } else {
            sent = known;
        }
        return found;
    }
}
