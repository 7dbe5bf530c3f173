/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Ailment;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Draws one fault of a kind. Confined to the drawing of one draft.
 *
 * @param partitions all partitions, written {@code orders-0}
 */
record FaultDraws(List<String> partitions, int brokers, SplittableRandom random) {

    /** Those that are asked often are here more often, so that most of what is drawn meets something. */
    private static final List<String> APIS =
            List.of("Produce", "Produce", "Produce", "Fetch", "Fetch", "OffsetCommit", "FindCoordinator", "Metadata");

    private static final List<String> ERRORS =
            List.of("NOT_LEADER_OR_FOLLOWER", "REQUEST_TIMED_OUT", "NOT_ENOUGH_REPLICAS");

    /** A fault of this kind; empty if this cluster has none, as a cluster of one broker has no network inside. */
    Optional<Fault> draw(Disturbance kind) {
        if (brokers < 2 && isAmongBrokers(kind)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case CRASH -> new Fault.CrashBroker(broker(), lasting());
                    case STOP -> new Fault.StopBroker(broker(), lasting());
                    case PAUSE -> new Fault.PauseBroker(broker(), lasting());
                    case CONTROLLER -> new Fault.CrashBroker(new Target.ActiveController(), lasting());
                    case POWER_LOSS -> new Fault.LosePower(broker(), lasting());
                    case WIPE -> new Fault.WipeDisk(broker(), lasting());
                    case CLOCK -> new Fault.SkewClock(broker(), skew(), lasting());
                    case SLOW_DISK -> new Fault.SickDisk(broker(), new Ailment.Slow(millis(2, 40)), lasting());
                    case MOVE_LEADER -> new Fault.Administer(moveLeader(), Optional.empty());
                    case PARTITION, SPLIT, DELAY, THROTTLE, RESET -> network(kind);
                    case DROP, HOLD, REFUSE, STALE_METADATA -> requests(kind);
                });
    }

    private static boolean isAmongBrokers(Disturbance kind) {
        return switch (kind) {
            case PARTITION, SPLIT, THROTTLE, MOVE_LEADER -> true;
            default -> false;
        };
    }

    private Fault network(Disturbance kind) {
        return switch (kind) {
            case PARTITION -> new Fault.CutNetwork(broker(), new Target.AllBrokers(), random.nextInt(3) > 0, lasting());
            case SPLIT -> new Fault.SplitNetwork(split(), lasting());
            case THROTTLE ->
                new Fault.ThrottleNetwork(
                        broker(), new Target.AllBrokers(), true, 20_000L + random.nextInt(200_000), lasting());
            case RESET -> new Fault.ResetConnections(new Target.AllClients(), broker());
            default ->
                new Fault.DelayNetwork(
                        brokers < 2 || random.nextBoolean() ? new Target.AllClients() : new Target.AllBrokers(),
                        new Target.AllBrokers(),
                        true,
                        millis(1, 30),
                        millis(0, 20),
                        lasting());
        };
    }

    private Split split() {
        Split.Shape[] shapes = Split.Shape.values();
        Split split = Split.of(shapes[random.nextInt(shapes.length)]);
        return random.nextBoolean() ? split.withControllers() : split;
    }

    private Fault requests(Disturbance kind) {
        Requests some = Requests.to(new Target.AllBrokers(), APIS.get(random.nextInt(APIS.size())));
        WireRule.Act act =
                switch (kind) {
                    case DROP ->
                        random.nextBoolean() ? new WireRule.Act.DropRequest() : new WireRule.Act.DropResponse();
                    case HOLD ->
                        random.nextBoolean()
                                ? new WireRule.Act.DelayRequest(millis(10, 300))
                                : new WireRule.Act.DelayResponse(millis(10, 300));
                    case REFUSE -> new WireRule.Act.Refuse(ERRORS.get(random.nextInt(ERRORS.size())));
                    default -> new WireRule.Act.AnswerStale();
                };
        if (kind == Disturbance.REFUSE) {
            some = Requests.to(new Target.AllBrokers(), "Produce");
        } else if (kind == Disturbance.STALE_METADATA) {
            some = Requests.to(new Target.AllBrokers(), "Metadata");
        }
        // so many requests and no more, whenever they come: it ends with the last of them
        return new Fault.OnRequests(some, act, random.nextInt(2), 1 + random.nextInt(5), Optional.empty());
    }

    private Target broker() {
        String partition = partitions.get(random.nextInt(partitions.size()));
        return switch (random.nextInt(brokers > 1 ? 4 : 2)) {
            case 0 -> new Target.AnyBroker();
            case 1, 2 -> Target.leaderOf(partition);
            default -> Target.followerOf(partition);
        };
    }

    private AdminAct moveLeader() {
        String partition = partitions.get(random.nextInt(partitions.size()));
        return new AdminAct.MoveLeader(PartitionId.parse(partition), OptionalInt.empty());
    }

    private Duration skew() {
        long seconds = 1L + random.nextInt(3_600);
        return Duration.ofSeconds(random.nextBoolean() ? seconds : -seconds);
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(least + (long) random.nextInt(most - least + 1));
    }

    private Optional<Duration> lasting() {
        return Optional.of(Drawing.lasting(random));
    }
}
