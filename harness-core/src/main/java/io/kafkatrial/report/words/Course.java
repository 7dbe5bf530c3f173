/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import io.kafkatrial.history.Cursor;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What happened to the cluster and its clients, apart from the records: gathered from a history in one pass.
 * Bounded by the number of changes, not of records. Immutable once made.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Course {

    private static final int MOST_CHANGES = 100_000;

    private final Map<String, List<Event>> ofPartition = new HashMap<>();
    private final Map<Integer, List<Event.BrokerChanged>> ofBroker = new HashMap<>();
    private final List<Event> ofConsumers = new ArrayList<>();
    private final Map<String, FaultSpan> declared = new LinkedHashMap<>();
    private final Map<String, FaultSpan> open = new LinkedHashMap<>();
    private final List<FaultSpan> spans = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** Gather; reads the history once. */
    public Course(History history) {
        for (Cursor at = history.cursor(); at.next(); ) {
            if (at.lane().kind() == Kind.OTHER) {
                Event event = at.event();
                pass(nanos(event.at()));
                read(event);
            } else {
                pass(at.nanos());
            }
        }
        spans.addAll(open.values());
        spans.addAll(declared.values());
    }

    private void pass(long nanos) {
        first = Math.min(first, nanos);
        last = Math.max(last, nanos);
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }

    private void read(Event event) {
        if (event instanceof Event.LeaderChanged change) {
            ofPartition(change.topic(), change.partition()).add(event);
        } else if (event instanceof Event.IsrChanged change) {
            ofPartition(change.topic(), change.partition()).add(event);
        } else if (event instanceof Event.BrokerChanged change) {
            ofBroker.computeIfAbsent(change.broker(), any -> new ArrayList<>()).add(change);
        } else if (event instanceof Event.Assigned
                || event instanceof Event.Revoked
                || event instanceof Event.ClientChanged) {
            if (ofConsumers.size() < MOST_CHANGES) {
                ofConsumers.add(event);
            }
        } else {
            fault(event);
        }
    }

    private void fault(Event event) {
        if (event instanceof Event.FaultDeclared fault) {
            declared.put(
                    fault.fault(),
                    new FaultSpan(fault.fault(), Optional.empty(), Optional.empty(), 0, fault.description()));
        } else if (event instanceof Event.FaultFired fault) {
            declared.remove(fault.fault());
            open.put(
                    fault.fault(),
                    new FaultSpan(fault.fault(), Optional.of(fault.at()), Optional.empty(), 0, fault.detail()));
        } else if (event instanceof Event.FaultHealed fault) {
            FaultSpan fired = open.remove(fault.fault());
            if (fired != null) {
                spans.add(new FaultSpan(
                        fault.fault(), fired.from(), Optional.of(fault.at()), fault.touched(), fault.evidence()));
            }
        }
    }

    private List<Event> ofPartition(String topic, int partition) {
        return ofPartition.computeIfAbsent(topic + "-" + partition, any -> new ArrayList<>());
    }

    /** When the earliest event was. */
    public Instant start() {
        return first == Long.MAX_VALUE ? Instant.EPOCH : Instant.ofEpochSecond(0, first);
    }

    /** When the latest event was. */
    public Instant end() {
        return last == Long.MIN_VALUE ? start() : Instant.ofEpochSecond(0, last);
    }

    /** The faults: those that fired in the order of their healing, then those that never healed or fired. */
    public List<FaultSpan> faults() {
        return List.copyOf(spans);
    }

    /** The in-sync replicas of a partition at a time; empty if the history does not say. */
    Optional<List<Integer>> isr(String partition, Instant at) {
        Optional<List<Integer>> isr = Optional.empty();
        for (Event event : ofPartition.getOrDefault(partition, List.of())) {
            if (event.at().isAfter(at)) {
                break;
            }
            if (event instanceof Event.IsrChanged change) {
                isr = Optional.of(change.isr());
            }
        }
        return isr;
    }

    /** Elections of a partition in a time, with what became of the brokers that led it. */
    List<Event> elections(String partition, Instant from, Instant to) {
        List<Event> points = new ArrayList<>();
        Optional<Event.LeaderChanged> before = Optional.empty();
        for (Event event : ofPartition.getOrDefault(partition, List.of())) {
            if (event.at().isAfter(to)) {
                break;
            }
            if (event instanceof Event.LeaderChanged change) {
                if (change.at().isAfter(from)) {
                    Instant since = before.map(Event::at).filter(from::isBefore).orElse(from);
                    before.flatMap(led -> downfall(led, since, change.at())).ifPresent(points::add);
                    points.add(change);
                }
                before = Optional.of(change);
            }
        }
        return points;
    }

    private Optional<Event> downfall(Event.LeaderChanged led, Instant from, Instant to) {
        if (led.leader().isEmpty()) {
            return Optional.empty();
        }
        return ofBroker.getOrDefault(led.leader().getAsInt(), List.of()).stream()
                .filter(change -> !change.at().isBefore(from) && !change.at().isAfter(to))
                .filter(change -> !change.state().equalsIgnoreCase("running"))
                .map(change -> (Event) change)
                .findFirst();
    }

    /** Who got or lost a partition in a time, and what became of the clients meanwhile. */
    List<Event> handovers(String partition, Instant from, Instant to) {
        return ofConsumers.stream()
                .filter(event -> event.at().isAfter(from) && !event.at().isAfter(to))
                .filter(event -> concerns(event, partition))
                .toList();
    }

    private static boolean concerns(Event event, String partition) {
        if (event instanceof Event.Assigned assigned) {
            return assigned.partitions().contains(partition);
        } else if (event instanceof Event.Revoked revoked) {
            return revoked.partitions().contains(partition);
        }
        return true;
    }
}
