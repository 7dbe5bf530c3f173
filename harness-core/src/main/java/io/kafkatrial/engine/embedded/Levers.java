/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.embedded.quorum.Quorum;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.link.Links;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds whom a lever means and has it pulled. Safe for use by several threads. */
final class Levers {

    private final Fabric fabric;
    private final Quorum quorum;
    private final Map<Integer, Seat> seats;
    private final Processes processes;
    private final Disks disks;

    Levers(Fabric fabric, Quorum quorum, Map<Integer, Seat> seats, Processes processes) {
        this.fabric = fabric;
        this.quorum = quorum;
        this.seats = seats;
        this.processes = processes;
        this.disks = new Disks(processes, quorum);
    }

    void pull(Lever lever) {
        if (lever instanceof Lever.Crash crash) {
            processes.crash(roles(crash.node()));
        } else if (lever instanceof Lever.Restart restart) {
            processes.restart(roles(restart.node()));
        } else if (lever instanceof Lever.Stop stop) {
            processes.stop(roles(stop.node()));
        } else if (lever instanceof Lever.Pause pause) {
            processes.pause(roles(pause.node()));
        } else if (lever instanceof Lever.Resume resume) {
            processes.resume(roles(resume.node()));
        } else if (lever instanceof Lever.SkewClock skew) {
            roles(skew.node());
            fabric.clock(id(skew.node())).skew(skew.by());
        } else if (lever instanceof Lever.Intercept intercept) {
            intercept(intercept.rule());
        } else if (lever instanceof Lever.Release release) {
            fabric.table().release(release.rule());
        } else if (!pullOnLinks(lever)) {
            pullOnDisk(lever);
        }
    }

    private void intercept(WireRule rule) {
        roles(rule.match().to());
        known(rule.match().from());
        fabric.table().arm(rule);
    }

    private boolean pullOnLinks(Lever lever) {
        Links links = fabric.links();
        if (lever instanceof Lever.Cut cut) {
            links.cut(known(cut.from()), known(cut.to()));
        } else if (lever instanceof Lever.Delay delay) {
            links.delay(known(delay.from()), known(delay.to()), delay.latency(), delay.jitter());
        } else if (lever instanceof Lever.Throttle throttle) {
            links.throttle(known(throttle.from()), known(throttle.to()), throttle.bytesPerSecond());
        } else if (lever instanceof Lever.Reset reset) {
            reset(known(reset.from()), known(reset.to()));
        } else if (lever instanceof Lever.Mend mend) {
            links.mend(known(mend.from()), known(mend.to()));
        } else {
            return false;
        }
        return true;
    }

    private void reset(Endpoint from, Endpoint to) {
        int hit;
        if (isClient(from) || isClient(to)) {
            Endpoint node = isClient(from) ? to : from;
            Endpoint clients = isClient(from) ? from : to;
            Optional<Node> running =
                    node instanceof Endpoint.Broker ? roles(node).broker().map(Seat::node) : Optional.empty();
            hit = running.map(broker -> broker.resetClients(clients)).orElse(0);
        } else {
            hit = fabric.transport().reset(from, to);
        }
        Link link = fabric.links().link(from, to);
        for (int i = 0; i < hit; i++) {
            link.countReset();
        }
    }

    private static boolean isClient(Endpoint end) {
        return end instanceof Endpoint.Clients || end instanceof Endpoint.Client;
    }

    private void pullOnDisk(Lever lever) {
        if (lever instanceof Lever.PowerLoss loss) {
            disks.losePower(roles(Endpoint.broker(loss.broker())));
        } else if (lever instanceof Lever.WipeDisk wipe) {
            disks.wipe(roles(Endpoint.broker(wipe.broker())));
        } else if (lever instanceof Lever.FullDisk full) {
            disks.full(seat(full.broker()), full);
        } else if (lever instanceof Lever.SlowDisk slow) {
            disks.slow(seat(slow.broker()), slow);
        } else if (lever instanceof Lever.FailedLogDir fail) {
            disks.fail(seat(fail.broker()), fail);
        } else {
            throw CodeComplaints.onlyApache(lever);
        }
    }

    private Endpoint known(Endpoint end) {
        if (!isClient(end)) {
            roles(end);
        }
        return end;
    }

    private static int id(Endpoint node) {
        return node instanceof Endpoint.Broker broker ? broker.id() : ((Endpoint.Controller) node).id();
    }

    /** What else runs in the process of a node: where controllers share the brokers' processes they share their ids. */
    Roles roles(Endpoint node) {
        if (node instanceof Endpoint.Controller controller) {
            if (!quorum.controllers().contains(controller.id())) {
                throw Complaints.unknownController(controller.id(), quorum.controllers());
            }
            return new Roles(Optional.ofNullable(seats.get(controller.id())), OptionalInt.of(controller.id()));
        } else if (!(node instanceof Endpoint.Broker)) {
            throw Complaints.noProcess(node);
        }
        int broker = ((Endpoint.Broker) node).id();
        return new Roles(
                Optional.of(seat(broker)),
                quorum.controllers().contains(broker) ? OptionalInt.of(broker) : OptionalInt.empty());
    }

    Seat seat(int broker) {
        Seat seat = seats.get(broker);
        if (seat == null) {
            throw Complaints.unknownBroker("the lever", broker, seats.size());
        }
        return seat;
    }
}
