/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.embedded.quorum.Quorum;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts, kills, freezes and stops processes: brokers, controllers, and those that are both, whose roles
 * live and die together. Methods return when the act is done; acts on one broker exclude each other, and
 * so do acts on one controller. Safe for use by several threads.
 */
final class Processes {

    /** How long a broker may take to be let in, or to be let go. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Fabric fabric;
    private final Quorum quorum;
    private final Surroundings surroundings;

    Processes(Fabric fabric, Quorum quorum, Surroundings surroundings) {
        this.fabric = fabric;
        this.quorum = quorum;
        this.surroundings = surroundings;
    }

    /** Start the process in a free seat; the future tells when the controller has let it in. */
    CompletableFuture<Void> begin(Seat seat) {
        synchronized (seat) {
            if (seat.node() != null) {
                throw Complaints.wrongState("restart", seat.id(), seat.state());
            }
            if (seat.disk().device().isBroken()) {
                throw Complaints.brokenDisk(seat.id());
            }
            ThreadLoop loop = ThreadLoop.start("kafka-trial-broker-" + seat.id(), fabric.clock(seat.id()));
            NodeParts parts = new NodeParts(
                    seat.id(),
                    loop,
                    fabric,
                    quorum,
                    seat.disk(),
                    seat.config(),
                    seat.port().address().getPort(),
                    seat.takeCleanShutdownEpoch());
            try {
                Node node = Node.start(parts, loop, surroundings, seat.port().address());
                seat.take(node);
                changed(seat);
                return node.ready();
            } catch (IOException portTaken) {
                loop.kill();
                throw Complaints.portInUse(seat.port().address().getPort(), seat.id(), portTaken);
            }
        }
    }

    /** Start a process again. It serves when this returns, unless there are too few controllers to let it in. */
    void restart(Roles roles) {
        roles.broker().ifPresent(Processes::requireGone);
        List<Runnable> waits = new ArrayList<>();
        roles.controller().ifPresent(controller -> {
            CompletableFuture<Void> follows = quorum.restart(controller).toCompletableFuture();
            changed(controller);
            waits.add(() -> await(follows, "controller " + controller + " did not find the active one"));
        });
        roles.broker().ifPresent(seat -> {
            CompletableFuture<Void> ready = begin(seat);
            waits.add(() -> await(ready, "broker " + seat.id() + " was not let into the cluster"));
        });
        if (quorum.hasMajority()) {
            waits.forEach(Runnable::run);
        }
    }

    private static void requireGone(Seat seat) {
        if (seat.node() != null) {
            throw Complaints.wrongState("restart", seat.id(), seat.state());
        }
    }

    void crash(Roles roles) {
        roles.broker().ifPresent(this::crash);
        roles.controller().ifPresent(controller -> {
            quorum.crash(controller);
            changed(controller);
        });
    }

    private void crash(Seat seat) {
        synchronized (seat) {
            Node node = require(seat, "crash", NodeState.RUNNING, NodeState.PAUSED);
            seat.leave(NodeState.CRASHED);
            node.crash();
            changed(seat);
        }
    }

    /** See to it that the broker's process is gone. */
    void down(Roles roles) {
        if (roles.broker().map(Seat::node).isPresent()) {
            crash(roles);
        }
    }

    /** End the process that found its disk failed, unless it is gone already. */
    void halt(Roles roles, ReplicationDriver found) {
        Seat seat = roles.broker().orElseThrow();
        synchronized (seat) {
            Node node = seat.node();
            if (node != null && node.brain().replicas() == found) {
                crash(roles);
            }
        }
    }

    void pause(Roles roles) {
        roles.broker().ifPresent(this::pause);
        roles.controller().ifPresent(controller -> {
            quorum.pause(controller);
            changed(controller);
        });
    }

    private void pause(Seat seat) {
        synchronized (seat) {
            require(seat, "pause", NodeState.RUNNING).pause();
            seat.state(NodeState.PAUSED);
            changed(seat);
        }
    }

    void resume(Roles roles) {
        roles.broker().ifPresent(this::resume);
        roles.controller().ifPresent(controller -> {
            quorum.resume(controller);
            changed(controller);
        });
    }

    private void resume(Seat seat) {
        synchronized (seat) {
            Node node = require(seat, "resume", NodeState.PAUSED);
            seat.state(NodeState.RUNNING);
            node.resume();
            changed(seat);
        }
    }

    /** As Apache Kafka: a broker leaves before the controller it shares a process with. */
    void stop(Roles roles) {
        roles.broker().ifPresent(this::stop);
        roles.controller().ifPresent(controller -> {
            quorum.stop(controller);
            changed(controller);
        });
    }

    private void stop(Seat seat) {
        synchronized (seat) {
            Node node = require(seat, "stop", NodeState.RUNNING);
            seat.startLeaving();
            await(node.controlledShutdown(), "broker " + seat.id() + " was not let go by the controller");
            seat.leave(NodeState.STOPPED);
            seat.leftInGoodOrder(node.brain().session().brokerEpoch());
            node.stop();
            changed(seat);
        }
    }

    /** End the process at the end of the cluster, whatever its state. */
    void end(Seat seat) {
        synchronized (seat) {
            Node node = seat.node();
            if (node != null) {
                seat.leave(NodeState.STOPPED);
                node.crash();
            }
        }
    }

    private void changed(Seat seat) {
        surroundings.events().on(new ClusterEvent.NodeChanged(now(), seat.id(), seat.state()));
    }

    private void changed(int controller) {
        surroundings.events().on(new ClusterEvent.ControllerNodeChanged(now(), controller, quorum.state(controller)));
    }

    private Instant now() {
        return Instant.ofEpochMilli(fabric.clock().wallMs());
    }

    private static Node require(Seat seat, String act, NodeState... allowed) {
        Node node = seat.node();
        if (node == null || !List.of(allowed).contains(seat.state())) {
            throw Complaints.wrongState(act, seat.id(), seat.state());
        }
        return node;
    }

    private void await(CompletableFuture<Void> done, String otherwise) {
        try {
            done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw Complaints.lever(
                    otherwise + " within " + PATIENCE.toSeconds() + " s",
                    quorum.fatalError().orElse(late));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw Complaints.lever(otherwise, cause == null ? failed : cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrialException(otherwise + ": interrupted while waiting", stopped);
        }
    }
}
