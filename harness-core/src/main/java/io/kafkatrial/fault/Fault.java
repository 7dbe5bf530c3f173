/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.WireRule;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Something to break. A fault is a value: whom it meets is a {@link Target} that is resolved when the
 * fault fires, when it fires is a {@link Trigger}, and how long it lasts is a duration; without one it
 * lasts until the plan is healed.
 */
public sealed interface Fault {

    /** How long the fault lasts once it fired; empty lasts until the plan is healed. */
    Optional<Duration> lasts();

    /** The fault in one line, for example {@code crash leader:orders-0 for 1s}. */
    default String describe() {
        return FaultText.describe(this);
    }

    /** What an engine must be able to do for it. */
    default Set<Capability> needs() {
        return Needs.of(this);
    }

    /** Kill brokers, or controllers, without a goodbye; they start again on the same port and disk after {@code restartAfter}. */
    record CrashBroker(Target target, Optional<Duration> restartAfter) implements Fault {
        public CrashBroker {
            requireNonNull(target, "target");
            requireNonNull(restartAfter, "restartAfter");
        }

        @Override
        public Optional<Duration> lasts() {
            return restartAfter;
        }
    }

    /** Stop brokers, or controllers, in good order; they start again after {@code restartAfter}. */
    record StopBroker(Target target, Optional<Duration> restartAfter) implements Fault {
        public StopBroker {
            requireNonNull(target, "target");
            requireNonNull(restartAfter, "restartAfter");
        }

        @Override
        public Optional<Duration> lasts() {
            return restartAfter;
        }
    }

    /** Freeze brokers, or controllers, with their sockets open; they run on after {@code resumeAfter}. */
    record PauseBroker(Target target, Optional<Duration> resumeAfter) implements Fault {
        public PauseBroker {
            requireNonNull(target, "target");
            requireNonNull(resumeAfter, "resumeAfter");
        }

        @Override
        public Optional<Duration> lasts() {
            return resumeAfter;
        }
    }

    /** Let nothing pass from one side to the other, or either way; mended after {@code healAfter}. */
    record CutNetwork(Target from, Target to, boolean bothWays, Optional<Duration> healAfter) implements Fault {
        public CutNetwork {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(healAfter, "healAfter");
        }

        @Override
        public Optional<Duration> lasts() {
            return healAfter;
        }
    }

    /**
     * Let something happen to single requests on their way: drop, hold, repeat or refuse them, or their answers. What
     * is held is let go after {@code healAfter}.
     *
     * @param act what happens; see {@link WireRule.Act}
     * @param skip how many matching requests pass before the first is touched
     * @param times how many are touched at most; 0 is all. Where several nodes are asked each counts for itself
     */
    record OnRequests(Requests requests, WireRule.Act act, int skip, int times, Optional<Duration> healAfter)
            implements Fault {
        public OnRequests {
            requireNonNull(requests, "requests");
            requireNonNull(act, "act");
            requireNonNull(healAfter, "healAfter");
        }

        /** Touch the first of these requests, until the plan is healed. */
        public OnRequests(Requests requests, WireRule.Act act) {
            this(requests, act, 0, 1, Optional.empty());
        }

        @Override
        public Optional<Duration> lasts() {
            return healAfter;
        }
    }

    /** Deliver everything late, in order, by latency plus 0 to jitter; mended after {@code healAfter}. */
    record DelayNetwork(
            Target from, Target to, boolean bothWays, Duration latency, Duration jitter, Optional<Duration> healAfter)
            implements Fault {
        public DelayNetwork {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(latency, "latency");
            requireNonNull(jitter, "jitter");
            requireNonNull(healAfter, "healAfter");
        }

        @Override
        public Optional<Duration> lasts() {
            return healAfter;
        }
    }

    /**
     * Let something happen at a point of the code of brokers, or controllers: a wait, an exception, or the end of the
     * process; undone after {@code healAfter}, when nodes that ended start again. Needs a cluster that was started
     * with {@link CodeRule#CONFIG}.
     *
     * @param point a named point or {@code class#method}, see {@link CodeRule}
     */
    record AtCodePoint(Target target, String point, CodeRule.Act act, Passages passages, Optional<Duration> healAfter)
            implements Fault {
        public AtCodePoint {
            requireNonNull(target, "target");
            requireNonNull(point, "point");
            requireNonNull(act, "act");
            requireNonNull(passages, "passages");
            requireNonNull(healAfter, "healAfter");
        }

        /** Every passage, until the plan is healed. */
        public AtCodePoint(Target target, String point, CodeRule.Act act) {
            this(target, point, act, new Passages(0, 0), Optional.empty());
        }

        @Override
        public Optional<Duration> lasts() {
            return healAfter;
        }
    }

    /**
     * Cut the power of brokers: they crash, and of what was not forced to their disks a part is lost, drawn from the
     * cluster's seed. They start again after {@code lasts}.
     */
    record LosePower(Target target, Optional<Duration> lasts) implements Fault {
        public LosePower {
            requireNonNull(target, "target");
            requireNonNull(lasts, "lasts");
        }
    }

    /** Take brokers away with all that is on their disks; they start again after {@code lasts}, empty. */
    record WipeDisk(Target target, Optional<Duration> lasts) implements Fault {
        public WipeDisk {
            requireNonNull(target, "target");
            requireNonNull(lasts, "lasts");
        }
    }

    /** Let the disks of brokers fail or be slow; well again after {@code lasts}, when brokers that halted start again. */
    record SickDisk(Target target, Ailment ailment, Optional<Duration> lasts) implements Fault {
        public SickDisk {
            requireNonNull(target, "target");
            requireNonNull(ailment, "ailment");
            requireNonNull(lasts, "lasts");
        }
    }

    /** Let the network fall apart into sides that do not reach each other; whole again after {@code lasts}. */
    record SplitNetwork(Split split, Optional<Duration> lasts) implements Fault {
        public SplitNetwork {
            requireNonNull(split, "split");
            requireNonNull(lasts, "lasts");
        }
    }

    /** Let no more than so many bytes a second pass on each link from one side to the other, until {@code lasts}. */
    record ThrottleNetwork(Target from, Target to, boolean bothWays, long bytesPerSecond, Optional<Duration> lasts)
            implements Fault {
        public ThrottleNetwork {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(lasts, "lasts");
        }
    }

    /** Reset every connection from one side to the other, once. */
    record ResetConnections(Target from, Target to) implements Fault {
        public ResetConnections {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.empty();
        }
    }

    /** Let the wall clocks of nodes go wrong by {@code by}, forwards or backwards; right again after {@code lasts}. */
    record SkewClock(Target target, Duration by, Optional<Duration> lasts) implements Fault {
        public SkewClock {
            requireNonNull(target, "target");
            requireNonNull(by, "by");
            requireNonNull(lasts, "lasts");
        }
    }

    /** Do what administrators do; undone after {@code lasts}, where there is a way back. */
    record Administer(AdminAct act, Optional<Duration> lasts) implements Fault {
        public Administer {
            requireNonNull(act, "act");
            requireNonNull(lasts, "lasts");
        }
    }

    /**
     * Restart nodes one after the other, each when the cluster is whole again after the one before.
     *
     * @param crash whether they are killed; else they stop in good order
     * @param rounds how many times each
     */
    record RollingRestart(Target target, boolean crash, int rounds) implements Fault {
        public RollingRestart {
            requireNonNull(target, "target");
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.empty();
        }
    }

    /**
     * Let something happen to clients of the application under test; undone after {@code lasts}. Needs a cluster with
     * a {@link ClientStage}.
     *
     * @param who a {@link Target.Member}, {@link Target.ProducerOf}, {@link Target.ClientId} or {@link Target.AllClients}
     * @param at where in its work a client is met
     * @param passages which times it comes there
     */
    record OnClients(Target who, ClientAct act, ClientPoint at, Passages passages, Optional<Duration> lasts)
            implements Fault {
        public OnClients {
            requireNonNull(who, "who");
            requireNonNull(act, "act");
            requireNonNull(at, "at");
            requireNonNull(passages, "passages");
            requireNonNull(lasts, "lasts");
        }

        /** Wherever they are, until the plan is healed. */
        public OnClients(Target who, ClientAct act) {
            this(who, act, ClientPoint.ANYWHERE, Passages.all(), Optional.empty());
        }
    }

    /** Let something happen in the code of the application under test; undone after {@code lasts}. Needs the agent. */
    record InApplication(ApplicationRule rule, Optional<Duration> lasts) implements Fault {
        public InApplication {
            requireNonNull(rule, "rule");
            requireNonNull(lasts, "lasts");
        }
    }
}
