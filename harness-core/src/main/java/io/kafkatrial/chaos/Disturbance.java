/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A kind of fault that chaos may draw. Most are {@linkplain #STANDARD harmless to what Kafka promises}: with
 * replication factor 3, {@code min.insync.replicas} 2, {@code acks=all} and idempotence no acknowledged record is lost
 * under any of them, and none is there twice. The others may lose data by design, and are drawn only if asked for.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Disturbance {
    /** A broker is killed and starts again. */
    CRASH(true),
    /** A broker stops in good order and starts again. */
    STOP(true),
    /** A broker freezes and runs on. */
    PAUSE(true),
    /** A leader, a follower or a coordinator is cut off from the other brokers, both ways or one. */
    PARTITION(true),
    /** The network falls apart: halves, a bridge, a majority ring. */
    SPLIT(true),
    /** Messages among brokers, or from and to clients, are late. */
    DELAY(true),
    /** Little gets through between brokers. */
    THROTTLE(true),
    /** Connections of clients are reset. */
    RESET(true),
    /** A request of a client gets lost, or its answer after it took effect. */
    DROP(true),
    /** A request of a client, or its answer, comes late and all behind it. */
    HOLD(true),
    /** A request of a client is refused with an error that may be tried again. */
    REFUSE(true),
    /** A client gets an old answer about who leads what. */
    STALE_METADATA(true),
    /** Another replica becomes the leader. */
    MOVE_LEADER(true),
    /** Appends of a broker are slow. */
    SLOW_DISK(true),
    /** The active controller is killed and starts again. */
    CONTROLLER(true),
    /** A broker loses power, and what it had not forced to its disk. */
    POWER_LOSS(false),
    /** A broker comes back with an empty disk. */
    WIPE(false),
    /** A broker's clock jumps. */
    CLOCK(false);

    /** Everything that keeps what Kafka promises. */
    public static final Set<Disturbance> STANDARD = standard();

    private final boolean harmless;

    Disturbance(boolean harmless) {
        this.harmless = harmless;
    }

    /** Whether a rightly configured application loses nothing by it. */
    public boolean isHarmless() {
        return harmless;
    }

    private static Set<Disturbance> standard() {
        EnumSet<Disturbance> all = EnumSet.allOf(Disturbance.class);
        all.removeIf(kind -> !kind.harmless);
        return Collections.unmodifiableSet(all);
    }
}
