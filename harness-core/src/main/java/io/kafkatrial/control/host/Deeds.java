/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.Answer;
import io.kafkatrial.control.ControlComplaints;
import io.kafkatrial.control.Request;
import io.kafkatrial.control.Told;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.fault.FaultInjector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one attached process does, and how it is undone. Safe for use by several threads. */
final class Deeds {

    /** Of a replica, in one message. */
    private static final int RECORDS_AT_ONCE = 500;

    private final Session.Desk desk;
    private final RunningCluster running;
    private final Rules rules;
    private final String name;
    private final Consumer<Told> tell;
    private final FaultInjector levers;
    private final AtomicBoolean hasTurn = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable WireRecording wire;

    /** @param tell takes what the recorder of the wire writes down */
    Deeds(Session.Desk desk, Rules rules, String name, Consumer<Told> tell) {
        this.desk = desk;
        this.running = desk.cluster().running();
        this.rules = rules;
        this.name = name;
        this.tell = tell;
        this.levers = desk.cluster().injector().beside();
    }

    /**
     * Do what is asked.
     *
     * @param part takes answers before the last one
     */
    Answer perform(Request request, Consumer<Answer> part) {
        if (request instanceof Request.Pull pull) {
            return pull(pull.lever());
        } else if (request instanceof Request.Administer administer) {
            return new Answer.Outcome(levers.administer(administer.act()));
        } else if (request instanceof Request.AwaitHealthy await) {
            return new Answer.Truth(running.awaitHealthy(await.timeout()));
        } else if (request instanceof Request.ReadReplica read) {
            return read(read, part);
        } else if (request instanceof Request.TakeTurn) {
            return takeTurn();
        } else if (request instanceof Request.GiveTurn) {
            giveTurn();
            return new Answer.Done();
        }
        return tell(request);
    }

    private Answer tell(Request request) {
        if (request instanceof Request.State state) {
            return new Answer.State(running.state(state.node()));
        } else if (request instanceof Request.Partition partition) {
            return new Answer.Partitions(
                    running.partition(partition.partition()).stream().toList());
        } else if (request instanceof Request.Partitions) {
            return new Answer.Partitions(List.copyOf(running.partitions()));
        } else if (request instanceof Request.GroupCoordinator of) {
            return new Answer.Node(running.groupCoordinator(of.group()));
        } else if (request instanceof Request.TransactionCoordinator of) {
            return new Answer.Node(running.transactionCoordinator(of.transactionalId()));
        } else if (request instanceof Request.ActiveController) {
            return new Answer.Node(running.activeController());
        } else if (request instanceof Request.Version version) {
            return new Answer.Text(running.version(version.node()));
        } else if (request instanceof Request.NodeLogs) {
            return new Answer.Logs(running.nodeLogs());
        }
        return count(request);
    }

    private Answer count(Request request) {
        if (request instanceof Request.Count count) {
            return new Answer.Count(running.linkCount(count.from(), count.to()));
        } else if (request instanceof Request.Touched touched) {
            return new Answer.Total(running.touchedBy(rules.wireRule(touched.rule())));
        } else if (request instanceof Request.Acted acted) {
            return new Answer.Total(running.actedBy(rules.codeRule(acted.rule())));
        }
        return wire(request);
    }

    private Answer wire(Request request) {
        if (request instanceof Request.RecordWire) {
            return new Answer.Truth(recordWire());
        }
        WireRecording recording = wire;
        if (recording == null) {
            throw ControlComplaints.noWire();
        } else if (request instanceof Request.Identify identify) {
            return new Answer.Identity(recording.identify(identify.place(), identify.record()));
        } else if (request instanceof Request.LookAtWire) {
            return new Answer.Seen(recording.topics(), recording.sawTransactions(), recording.blindSpots());
        } else if (request instanceof Request.FinishWire) {
            finish(recording);
            return new Answer.Done();
        }
        throw ControlComplaints.greetedAlready();
    }

    private Answer pull(Lever lever) {
        levers.pull(rules.inside(lever));
        return new Answer.Done();
    }

    private Answer read(Request.ReadReplica read, Consumer<Answer> part) {
        if (!read.records()) {
            return new Answer.Replica(running.replicaEnds(read.broker(), read.partition()));
        }
        List<Answer.Sighting> batch = new ArrayList<>();
        WireRecording recording = wire;
        Optional<ReplicaLog> log = running.replicaLog(read.broker(), read.partition(), record -> {
            batch.add(new Answer.Sighting(
                    record, recording == null ? Optional.empty() : recording.identify(read.partition(), record)));
            if (batch.size() == RECORDS_AT_ONCE) {
                part.accept(new Answer.Records(List.copyOf(batch)));
                batch.clear();
            }
        });
        part.accept(new Answer.Records(List.copyOf(batch)));
        return new Answer.Replica(log);
    }

    private boolean recordWire() {
        desk.wire().take(name);
        Optional<WireRecording> begun = running.recordWire(event -> tell.accept(new Told.Recorded(event)));
        wire = begun.orElse(null);
        return begun.isPresent();
    }

    /** Done when the process says so, and again when it is gone: by then somebody else may record. */
    private void finish(WireRecording recording) {
        if (desk.wire().giveBack(name)) {
            recording.finish();
        }
    }

    private Answer takeTurn() {
        try {
            desk.turn().acquire();
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            throw ControlComplaints.interrupted("wait for its turn");
        }
        hasTurn.set(true);
        if (over.get()) {
            giveTurn();
        }
        return new Answer.Done();
    }

    private void giveTurn() {
        if (hasTurn.compareAndSet(true, false)) {
            desk.turn().release();
        }
    }

    /** Undo all of it; what could not be undone, in words. Done once, when the process is gone. */
    List<String> undo() {
        over.set(true);
        List<String> troubles = levers.undoByHand();
        levers.close();
        WireRecording recording = wire;
        if (recording != null) {
            finish(recording);
        }
        giveTurn();
        return troubles;
    }
}
