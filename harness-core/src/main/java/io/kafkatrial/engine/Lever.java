/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.time.Duration;

/**
 * Something an engine can do to a running cluster. Faults decide when and to whom; the lever is the
 * bare act. Pulling returns when the act is done (for {@link Restart} and {@link Stop}: when the
 * node serves again, or has left; without a majority of controllers a restarted node runs, but does not
 * serve yet).
 *
 * <p>The levers of a process name a broker or a controller. Where both share one process either means it.
 */
public sealed interface Lever {

    /** Kill the node as SIGKILL does: sockets reset, what was not written is gone, no goodbye. */
    record Crash(Endpoint node) implements Lever {
        public Crash {
            process(node);
        }

        /** Kill a broker. */
        public Crash(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Start a crashed or stopped node again: a broker on the same port, all on the same disk. */
    record Restart(Endpoint node) implements Lever {
        public Restart {
            process(node);
        }

        /** Start a broker again. */
        public Restart(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Stop in good order: a broker's leaderships are moved first, an active controller hands over. */
    record Stop(Endpoint node) implements Lever {
        public Stop {
            process(node);
        }

        /** Stop a broker. */
        public Stop(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Freeze the node as SIGSTOP does: sockets stay open, nothing is answered, no heartbeat. */
    record Pause(Endpoint node) implements Lever {
        public Pause {
            process(node);
        }

        /** Freeze a broker. */
        public Pause(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /** Let a paused node run on. */
    record Resume(Endpoint node) implements Lever {
        public Resume {
            process(node);
        }

        /** Let a broker run on. */
        public Resume(int broker) {
            this(Endpoint.broker(broker));
        }
    }

    /**
     * Crash the broker and lose what no {@code fsync} has forced to its disk: of every log a part of the
     * unflushed tail, decided by the cluster's seed, possibly in the middle of a batch. A process crash
     * alone loses nothing, because the operating system still writes what it holds. Also for a broker
     * that has crashed already.
     */
    record PowerLoss(int broker) implements Lever {}

    /** Crash the broker if it runs, and let it come back with an empty disk and a new directory id. */
    record WipeDisk(int broker) implements Lever {}

    /**
     * Let every write to the broker's disk fail, or succeed again. At its next append or checkpoint
     * Kafka takes its only log directory offline and halts: the broker is then {@link NodeState#CRASHED}.
     */
    record FullDisk(int broker, boolean full) implements Lever {}

    /**
     * Let every read and write of the broker's disk fail, or succeed again. The broker halts as with
     * {@link FullDisk}, and does not start until the directory is whole.
     */
    record FailedLogDir(int broker, boolean failed) implements Lever {}

    /**
     * Let every append to the broker's disk take that long, as leader and as follower; zero heals. What a
     * coordinator on this broker appends is not slowed down itself, only its replication.
     */
    record SlowDisk(int broker, Duration latency) implements Lever {}

    /** Let nothing pass from one end to the other; the opposite direction is not touched. */
    record Cut(Endpoint from, Endpoint to) implements Lever {}

    /** Deliver everything from one end to the other late, in order: latency plus 0 to jitter. */
    record Delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) implements Lever {}

    /**
     * Reset every connection that carries messages from one end to the other, once. Both directions of a connection
     * end with it; new ones are let in.
     */
    record Reset(Endpoint from, Endpoint to) implements Lever {}

    /** Let no more than so many bytes a second pass from one end to the other, in order; undone by {@link Mend}. */
    record Throttle(Endpoint from, Endpoint to, long bytesPerSecond) implements Lever {
        public Throttle {
            if (bytesPerSecond < 1) {
                throw Complaints.throttle(bytesPerSecond);
            }
        }
    }

    /**
     * Let the wall clock of a node go wrong by so much, from now on; zero undoes it. Only what the node takes from the
     * wall clock is wrong (timestamps, retention, expiry of transactions), its timers are not.
     */
    record SkewClock(Endpoint node, Duration by) implements Lever {
        public SkewClock {
            process(node);
        }
    }

    /** Do what administrators do; {@link RunningCluster#administer} also tells what it changed. */
    record Administer(AdminAct act) implements Lever {}

    /** Undo {@link Cut}, {@link Delay} and {@link Throttle} of one direction. */
    record Mend(Endpoint from, Endpoint to) implements Lever {}

    /** Let this happen to requests on their way, from now on. */
    record Intercept(WireRule rule) implements Lever {}

    /** Undo {@link Intercept}, and let go what the rule holds. */
    record Release(WireRule rule) implements Lever {}

    /**
     * Let this happen at a point of a node's code, from now on until {@link Disarm} or the end of its process. What it
     * needs is let into the process then, unless the cluster was started with {@value CodeRule#CONFIG}.
     */
    record Arm(CodeRule rule) implements Lever {}

    /** Undo {@link Arm}, and let go what the rule holds. */
    record Disarm(CodeRule rule) implements Lever {}

    /**
     * Let the node run this version of Apache Kafka: stop it in good order if it runs, start the other version on
     * the same disk and ports. Nothing happens if it runs that version already.
     */
    record Upgrade(Endpoint node, String version) implements Lever {
        public Upgrade {
            process(node);
        }
    }

    /** Let the cluster use all features of this version, as a new cluster of it does. There is no way back. */
    record RaiseFeatures(String version) implements Lever {}

    private static void process(Endpoint node) {
        if (node instanceof Endpoint.Clients || node instanceof Endpoint.Client) {
            throw Complaints.noProcess(node);
        }
    }
}
