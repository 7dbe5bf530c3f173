/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.ClientEvent;
import io.kafkatrial.fault.FaultListener;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.Recorder;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Writes what the cluster and its faults do into the history that is being recorded, beside what clients
 * were told. Safe for use by several threads.
 */
final class HistoryBridge implements ClusterListener, FaultListener {

    private volatile Recorder recorder = new Recorder();
    private volatile Consumer<ClientEvent> clients = event -> {};

    HistoryBridge() {
        recorder.tell(this::recorded);
    }

    private void recorded(Event event) {
        if (event instanceof Event.Polled polled) {
            polled.group()
                    .ifPresent(group -> clients.accept(new ClientEvent.Delivered(
                            polled.at(), group, new PartitionId(polled.topic(), polled.partition()), polled.offset())));
        } else if (event instanceof Event.Processed done) {
            clients.accept(new ClientEvent.Handled(
                    done.at(), done.by(), new PartitionId(done.topic(), done.partition()), done.offset()));
        }
    }

    /** Tell this one what clients do, as far as it is recorded. */
    void tell(Consumer<ClientEvent> told) {
        clients = told;
    }

    Recorder recorder() {
        return recorder;
    }

    /** Begin the next history with what the cluster is like now: who runs, who leads, who is in sync. */
    void recordInto(Recorder next, RunningCluster running, Instant now) {
        for (int broker : running.brokers()) {
            next.record(
                    new Event.BrokerChanged(now, broker, running.state(broker).word()));
        }
        for (PartitionView view : running.partitions()) {
            PartitionId at = view.partition();
            next.record(new Event.LeaderChanged(now, at.topic(), at.partition(), view.leader(), view.leaderEpoch()));
            next.record(new Event.IsrChanged(now, at.topic(), at.partition(), view.isr(), view.leaderEpoch()));
        }
        next.tell(this::recorded);
        recorder = next;
    }

    @Override
    public void on(ClusterEvent event) {
        translate(event).ifPresent(recorder::record);
    }

    /** Acks are recorded where they arrive, at the clients. */
    private static Optional<Event> translate(ClusterEvent event) {
        if (event instanceof ClusterEvent.LeaderChanged change) {
            PartitionId at = change.partition();
            return Optional.of(new Event.LeaderChanged(
                    change.at(), at.topic(), at.partition(), change.leader(), change.leaderEpoch()));
        } else if (event instanceof ClusterEvent.IsrChanged change) {
            PartitionId at = change.partition();
            return Optional.of(
                    new Event.IsrChanged(change.at(), at.topic(), at.partition(), change.isr(), change.leaderEpoch()));
        } else if (event instanceof ClusterEvent.NodeChanged change) {
            return Optional.of(new Event.BrokerChanged(
                    change.at(), change.broker(), change.state().word()));
        } else if (event instanceof ClusterEvent.ControllerChanged change) {
            return Optional.of(new Event.ControllerChanged(change.at(), change.controller(), change.epoch()));
        } else if (event instanceof ClusterEvent.OffsetCommitted commit) {
            PartitionId at = commit.partition();
            return Optional.of(new Event.GroupOffset(
                    commit.at(), commit.group(), at.topic(), at.partition(), commit.offset(), OptionalLong.empty()));
        }
        return Optional.empty();
    }

    @Override
    public void declared(Instant at, PlannedFault fault) {
        String description = fault.fault().describe() + " " + fault.trigger()
                + fault.until().map(until -> ", until " + until).orElse("");
        recorder.record(new Event.FaultDeclared(at, fault.name(), description));
    }

    @Override
    public void fired(Instant at, PlannedFault fault, String detail) {
        recorder.record(new Event.FaultFired(at, fault.name(), detail));
    }

    @Override
    public void lifted(Instant at, PlannedFault fault) {
        recorder.record(new Event.FaultLifted(at, fault.name()));
    }

    @Override
    public void healed(Instant at, Bite bite) {
        if (bite.firedAt().isPresent()) {
            recorder.record(new Event.FaultHealed(at, bite.planned().name(), bite.touched(), bite.evidence()));
        }
    }
}
