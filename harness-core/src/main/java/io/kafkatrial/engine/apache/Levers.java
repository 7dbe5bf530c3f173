/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.outside.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Hands every lever to the one who does it. Safe for use by several threads. */
final class Levers {

    /** Who does what. */
    record Mechanics(
            Processes processes, Disks disks, Ailments ailments, CodeFaults code, Upgrades upgrades, Doors doors) {}

    private final Map<Integer, NodeSeat> seats;
    private final Mechanics who;
    private final LongSupplier seed;

    /**
     * For one cluster.
     *
     * @param seed of its spec, which may change
     */
    Levers(Map<Integer, NodeSeat> seats, Mechanics who, LongSupplier seed) {
        this.seats = new TreeMap<>(seats);
        this.who = who;
        this.seed = seed;
    }

    void pull(Lever lever) {
        if (lever instanceof Lever.Crash crash) {
            who.processes().crash(seat(crash.node()));
        } else if (lever instanceof Lever.Restart restart) {
            who.processes().restart(seat(restart.node()));
        } else if (lever instanceof Lever.Stop stop) {
            who.processes().stop(seat(stop.node()));
        } else if (lever instanceof Lever.Pause pause) {
            who.processes().pause(seat(pause.node()));
        } else if (lever instanceof Lever.Resume resume) {
            who.processes().resume(seat(resume.node()));
        } else if (lever instanceof Lever.Arm arm) {
            who.code().arm(seat(arm.rule().node()), arm.rule());
        } else if (lever instanceof Lever.Disarm disarm) {
            who.code().disarm(disarm.rule());
        } else if (lever instanceof Lever.SkewClock skew) {
            who.ailments().skewClock(seat(skew.node()), skew.by());
        } else if (lever instanceof Lever.Upgrade upgrade) {
            who.upgrades().upgrade(seat(upgrade.node()), upgrade.version());
        } else if (lever instanceof Lever.RaiseFeatures raise) {
            who.upgrades().raiseFeatures(seats.values(), raise.version());
        } else {
            pullOnDisks(lever);
        }
    }

    private void pullOnDisks(Lever lever) {
        if (lever instanceof Lever.PowerLoss loss) {
            who.disks().losePower(broker(loss.broker()), seed.getAsLong());
        } else if (lever instanceof Lever.WipeDisk wipe) {
            who.disks().wipe(broker(wipe.broker()));
        } else if (lever instanceof Lever.FullDisk full) {
            who.ailments().fillDisk(broker(full.broker()), full.full());
        } else if (lever instanceof Lever.FailedLogDir failed) {
            who.disks().fail(broker(failed.broker()), failed.failed());
        } else if (lever instanceof Lever.SlowDisk slow) {
            who.ailments().slowDisk(broker(slow.broker()), slow.latency());
        } else {
            pullOnLinks(lever);
        }
    }

    private void pullOnLinks(Lever lever) {
        if (!who.doors().traffic().pull(lever, this::known)) {
            throw ApacheComplaints.noLever(lever);
        }
    }

    private Endpoint known(Endpoint end) {
        if (!Traffic.isOutside(end)) {
            seat(end);
        }
        return end;
    }

    private NodeSeat broker(int id) {
        return seat(Endpoint.broker(id));
    }

    /**
     * The seat of a node.
     *
     * @throws io.kafkatrial.engine.TrialException if there is no such node
     */
    NodeSeat seat(Endpoint node) {
        if (node instanceof Endpoint.Controller controller) {
            List<Integer> controllers = ids(NodeSeat::isController);
            if (!controllers.contains(controller.id())) {
                throw Complaints.unknownController(controller.id(), controllers);
            }
            return Objects.requireNonNull(seats.get(controller.id()));
        }
        int broker = node instanceof Endpoint.Broker named ? named.id() : -1;
        List<Integer> brokers = ids(NodeSeat::isBroker);
        if (!brokers.contains(broker)) {
            throw Complaints.unknownBroker("the lever", broker, brokers.size());
        }
        return Objects.requireNonNull(seats.get(broker));
    }

    private List<Integer> ids(Predicate<NodeSeat> role) {
        return seats.values().stream().filter(role).map(NodeSeat::id).toList();
    }
}
