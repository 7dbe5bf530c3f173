/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.apache.process.NodeProcess;
import io.kafkatrial.engine.metadata.ClusterView;
import io.kafkatrial.engine.metadata.MetadataTail;
import io.kafkatrial.engine.outside.Deadline;
import io.kafkatrial.engine.outside.EventHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Starts, kills, freezes and stops the processes in the seats. Methods return when the act is done; acts on one node
 * exclude each other. A process that ends by itself counts as crashed. Safe for use by several threads.
 */
final class Processes {

    /** How long a node may take to serve again after its start, or to leave. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What the acts on processes look at and tell. */
    record Surroundings(ClusterView view, MetadataTail tail, EventHub events) {}

    private final Collection<NodeSeat> seats;
    private final Function<NodeSeat, List<String>> commands;
    private final Surroundings surroundings;
    private final InstantSource clock = InstantSource.system();

    Processes(Collection<NodeSeat> seats, Function<NodeSeat, List<String>> commands, Surroundings surroundings) {
        this.seats = List.copyOf(seats);
        this.commands = commands;
        this.surroundings = surroundings;
    }

    /** Start every process, without waiting for any. */
    void beginAll() {
        seats.forEach(this::begin);
    }

    private void begin(NodeSeat seat) {
        synchronized (seat) {
            try {
                Files.createDirectories(seat.home());
                NodeProcess started = NodeProcess.start(commands.apply(seat), seat.home(), seat.log());
                seat.take(started);
                started.onExit().thenRun(() -> ended(seat, started));
            } catch (IOException failed) {
                throw ApacheComplaints.nodeFailed(
                        name(seat),
                        String.valueOf(failed.getMessage()),
                        seat.log().tail(),
                        failed);
            }
        }
        changed(seat);
    }

    /** Nobody told it to end: Kafka halted by itself. */
    private void ended(NodeSeat seat, NodeProcess process) {
        synchronized (seat) {
            if (seat.process() != process) {
                return;
            }
            seat.leave(NodeState.CRASHED);
        }
        forget(seat);
        changed(seat);
    }

    void crash(NodeSeat seat) {
        synchronized (seat) {
            NodeProcess process = require(seat, "crash", NodeState.RUNNING, NodeState.PAUSED);
            seat.leave(NodeState.CRASHED);
            process.kill();
        }
        forget(seat);
        changed(seat);
    }

    /** See to it that the process is gone. */
    void down(NodeSeat seat) {
        synchronized (seat) {
            if (seat.process() != null) {
                crash(seat);
            }
        }
    }

    void pause(NodeSeat seat) {
        synchronized (seat) {
            NodeProcess process = require(seat, "pause", NodeState.RUNNING);
            process.pause();
            seat.state(NodeState.PAUSED);
        }
        forget(seat);
        changed(seat);
    }

    void resume(NodeSeat seat) {
        synchronized (seat) {
            NodeProcess process = require(seat, "resume", NodeState.PAUSED);
            seat.state(NodeState.RUNNING);
            process.resume();
        }
        changed(seat);
    }

    /** SIGTERM, upon which Kafka moves its leaderships and says goodbye. */
    void stop(NodeSeat seat) {
        synchronized (seat) {
            NodeProcess process = require(seat, "stop", NodeState.RUNNING);
            seat.leave(NodeState.STOPPED);
            process.terminate();
            if (!process.awaitExit(PATIENCE)) {
                String words = process.lastWords();
                process.kill();
                seat.leave(NodeState.CRASHED);
                changed(seat);
                throw ApacheComplaints.nodeLate(name(seat), "leave in good order", words);
            }
        }
        forget(seat);
        changed(seat);
    }

    /** Start a process again. It serves when this returns, unless there are too few controllers to let it in. */
    void restart(NodeSeat seat) {
        long before = surroundings.view().broker(seat.id()).epoch();
        synchronized (seat) {
            if (seat.process() != null) {
                throw Complaints.wrongState("restart", seat.endpoint(), seat.state());
            }
            begin(seat);
        }
        if (hasMajority()) {
            awaitServing(seat, before);
        }
    }

    private boolean hasMajority() {
        long all = seats.stream().filter(NodeSeat::isController).count();
        long running = seats.stream()
                .filter(seat -> seat.isController() && seat.state() == NodeState.RUNNING)
                .count();
        return running * 2 > all;
    }

    private void awaitServing(NodeSeat seat, long before) {
        NodeProcess process = seat.process();
        boolean serves = Deadline.in(PATIENCE).await(() -> seat.process() != process || serves(seat, before));
        if (process == null || (seat.process() != process && seat.state() == NodeState.CRASHED)) {
            throw ApacheComplaints.nodeFailed(
                    name(seat), "its process ended", seat.log().tail(), null);
        }
        if (!serves) {
            throw ApacheComplaints.nodeLate(name(seat), "serve again", process.lastWords());
        }
    }

    private boolean serves(NodeSeat seat, long before) {
        ClusterView.Registration now = surroundings.view().broker(seat.id());
        boolean asBroker = !seat.isBroker() || (now.serving() && now.epoch() > before && seat.isOpen());
        return asBroker && (!seat.isController() || surroundings.tail().follows(seat.id()));
    }

    /** End the process at the end of the cluster, whatever its state; returns when it is gone. */
    void end(NodeSeat seat) {
        synchronized (seat) {
            NodeProcess process = seat.process();
            if (process != null) {
                seat.leave(NodeState.STOPPED);
                process.kill();
            }
        }
    }

    private void forget(NodeSeat seat) {
        if (seat.isController()) {
            surroundings.tail().drop(seat.id());
        }
    }

    private void changed(NodeSeat seat) {
        if (seat.isBroker()) {
            surroundings.events().on(new ClusterEvent.NodeChanged(clock.instant(), seat.id(), seat.state()));
        }
        if (seat.isController()) {
            surroundings.events().on(new ClusterEvent.ControllerNodeChanged(clock.instant(), seat.id(), seat.state()));
        }
    }

    /** The log files, by the names of their nodes. */
    Map<String, Path> logs() {
        return seats.stream()
                .collect(Collectors.toMap(Processes::name, seat -> seat.log().file()));
    }

    private static String name(NodeSeat seat) {
        Endpoint endpoint = seat.endpoint();
        return endpoint.toString().toLowerCase(Locale.ROOT);
    }

    private static NodeProcess require(NodeSeat seat, String act, NodeState... allowed) {
        NodeProcess process = seat.process();
        if (process == null || !List.of(allowed).contains(seat.state())) {
            throw Complaints.wrongState(act, seat.endpoint(), seat.state());
        }
        return process;
    }
}
