/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.container.docker.DockerFailure;
import io.kafkatrial.engine.metadata.BrokerKnowledge;
import io.kafkatrial.engine.metadata.ClusterView;
import io.kafkatrial.engine.metadata.MetadataTail;
import io.kafkatrial.engine.outside.Deadline;
import io.kafkatrial.engine.outside.Outlook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * Starts, kills, freezes and stops containers, and tells so. A container that ends by itself counts as crashed. Safe for
 * use by several threads.
 */
final class Containers {

    /** The end of a log that a message has. */
    static final int LINES = 30;

    /** How long a node may take to serve again after its start, or to leave. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration FREEZING = Duration.ofSeconds(20);
    private static final long KILLED = 137;

    /** What the acts on containers look at and tell. */
    record Surroundings(Outlook outlook, MetadataTail tail, BrokerKnowledge knowledge) {}

    private final Docker docker;
    private final Collection<ContainerSeat> seats;
    private final Surroundings surroundings;
    private final InstantSource clock = InstantSource.system();

    Containers(Docker docker, Collection<ContainerSeat> seats, Surroundings surroundings) {
        this.docker = docker;
        this.seats = List.copyOf(seats);
        this.surroundings = surroundings;
    }

    /** Start every container at the same time, without waiting for what is in it. */
    void beginAll() {
        seats.parallelStream().forEach(seat -> {
            synchronized (seat) {
                begin(seat);
            }
            changed(seat);
        });
    }

    private void begin(ContainerSeat seat) {
        try {
            docker.start(seat.container());
            seat.state(NodeState.RUNNING);
            seat.is(docker.condition(seat.container()));
        } catch (DockerFailure refused) {
            throw ContainerComplaints.refused("start " + seat.endpoint(), words(refused), refused);
        }
    }

    private static String words(DockerFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Docker tells that a container has ended; whether somebody wanted it is in its seat. */
    void ended(String container) {
        seats.stream()
                .filter(seat -> seat.container().equals(container))
                .findFirst()
                .ifPresent(this::ended);
    }

    private void ended(ContainerSeat seat) {
        synchronized (seat) {
            boolean wanted = seat.state() == NodeState.CRASHED || seat.state() == NodeState.STOPPED;
            if (wanted || isRunning(seat)) {
                return; // what is told here may be of the life before
            }
            seat.state(NodeState.CRASHED);
        }
        forget(seat);
        changed(seat);
    }

    /** Whether its container runs, by Docker's own word. */
    boolean isRunning(ContainerSeat seat) {
        return docker.condition(seat.container())
                .filter(Docker.Condition::running)
                .isPresent();
    }

    void crash(ContainerSeat seat) {
        synchronized (seat) {
            NodeState before = require(seat, "crash", NodeState.RUNNING, NodeState.PAUSED);
            seat.state(NodeState.CRASHED);
            doing("kill", seat, () -> {
                docker.kill(seat.container());
                if (before == NodeState.PAUSED) {
                    thaw(seat);
                }
            });
            awaitEnd(seat);
        }
        forget(seat);
        changed(seat);
    }

    /** A frozen process gets its deadly signal, and dies of it when it is let run: not a step is made between. */
    private void thaw(ContainerSeat seat) {
        try {
            docker.unpause(seat.container());
        } catch (DockerFailure thawed) {
            // Docker has done it with the kill
        }
    }

    private void awaitEnd(ContainerSeat seat) {
        if (!Deadline.in(PATIENCE).await(() -> !isRunning(seat))) {
            throw ContainerComplaints.nodeLate(seat.endpoint().toString(), "end", log(seat));
        }
    }

    void pause(ContainerSeat seat) {
        synchronized (seat) {
            require(seat, "pause", NodeState.RUNNING);
            doing("pause", seat, () -> freeze(seat));
            seat.state(NodeState.PAUSED);
        }
        forget(seat);
        changed(seat);
    }

    /** The older kind of control groups does not always catch all threads of a busy process: Docker lets go, and tries again. */
    private void freeze(ContainerSeat seat) {
        Deadline deadline = Deadline.in(FREEZING);
        while (true) {
            try {
                docker.pause(seat.container());
                return;
            } catch (DockerFailure missed) {
                if (!words(missed).contains("unable to freeze") || !deadline.next()) {
                    throw missed;
                }
            }
        }
    }

    void resume(ContainerSeat seat) {
        synchronized (seat) {
            require(seat, "resume", NodeState.PAUSED);
            doing("let run", seat, () -> docker.unpause(seat.container()));
            seat.state(NodeState.RUNNING);
        }
        changed(seat);
    }

    /** SIGTERM, upon which Kafka moves its leaderships and says goodbye. */
    void stop(ContainerSeat seat) {
        synchronized (seat) {
            require(seat, "stop", NodeState.RUNNING);
            doing("stop", seat, () -> docker.stop(seat.container(), (int) PATIENCE.toSeconds()));
            long code = docker.condition(seat.container())
                    .map(condition -> condition.exitCode().orElse(0))
                    .orElse(0L);
            seat.state(code == KILLED ? NodeState.CRASHED : NodeState.STOPPED);
        }
        forget(seat);
        changed(seat);
        if (seat.state() == NodeState.CRASHED) {
            throw ContainerComplaints.nodeLate(seat.endpoint().toString(), "leave in good order", log(seat));
        }
    }

    /** Start a container again. Its node serves when this returns, unless there are too few controllers to let it in. */
    void restart(ContainerSeat seat) {
        long before = surroundings.outlook().view().broker(seat.id()).epoch();
        synchronized (seat) {
            require(seat, "restart", NodeState.CRASHED, NodeState.STOPPED);
            begin(seat);
        }
        changed(seat);
        if (hasMajority()) {
            awaitServing(seat, before);
        }
    }

    private boolean hasMajority() {
        long all = seats.stream().filter(ContainerSeat::isController).count();
        long running = seats.stream()
                .filter(seat -> seat.isController() && seat.state() == NodeState.RUNNING)
                .count();
        return running * 2 > all;
    }

    private void awaitServing(ContainerSeat seat, long before) {
        boolean serves = Deadline.in(PATIENCE).await(() -> seat.state() == NodeState.CRASHED || serves(seat, before));
        if (seat.state() == NodeState.CRASHED) {
            throw ContainerComplaints.nodeFailed(seat.endpoint().toString(), obituary(seat), log(seat));
        }
        if (!serves) {
            throw ContainerComplaints.nodeLate(seat.endpoint().toString(), "serve again", log(seat));
        }
    }

    private boolean serves(ContainerSeat seat, long before) {
        ClusterView.Registration now = surroundings.outlook().view().broker(seat.id());
        boolean asBroker = !seat.isBroker()
                || (now.serving()
                        && now.epoch() > before
                        && surroundings.knowledge().isAwake(seat.id()));
        return asBroker && (!seat.isController() || surroundings.tail().follows(seat.id()));
    }

    /** How a container ended. */
    String obituary(ContainerSeat seat) {
        return docker.condition(seat.container())
                .map(condition -> "its container ended"
                        + (condition.exitCode().isPresent()
                                ? " with code " + condition.exitCode().getAsLong()
                                : "")
                        + (condition.outOfMemory() ? ", out of memory" : "")
                        + (condition.error().isBlank() ? "" : ": " + condition.error()))
                .orElse("its container was removed");
    }

    /** The last lines it wrote. */
    String log(ContainerSeat seat) {
        return docker.log(seat.container(), LINES);
    }

    private static void doing(String what, ContainerSeat seat, Runnable act) {
        try {
            act.run();
        } catch (DockerFailure refused) {
            throw ContainerComplaints.refused(what + " " + seat.endpoint(), words(refused), refused);
        }
    }

    private void forget(ContainerSeat seat) {
        if (seat.isController()) {
            surroundings.tail().drop(seat.id());
        }
    }

    private void changed(ContainerSeat seat) {
        if (seat.isBroker()) {
            surroundings.outlook().events().on(new ClusterEvent.NodeChanged(clock.instant(), seat.id(), seat.state()));
        }
        if (seat.isController()) {
            surroundings
                    .outlook()
                    .events()
                    .on(new ClusterEvent.ControllerNodeChanged(clock.instant(), seat.id(), seat.state()));
        }
    }

    private static NodeState require(ContainerSeat seat, String act, NodeState... allowed) {
        if (!List.of(allowed).contains(seat.state())) {
            throw Complaints.wrongState(act, seat.endpoint(), seat.state());
        }
        return seat.state();
    }
}
