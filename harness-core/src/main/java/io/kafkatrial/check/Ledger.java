/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything the checks look up, gathered in one pass over the history. Confined to one judgement.
 */
final class Ledger {

    final List<Event> events;

    /** Every record the history mentions, in the order of its first mention. */
    final List<Fate> fates = new ArrayList<>();

    final Map<Tape.Name, Tape> tapes = new LinkedHashMap<>();

    /** Topic to the groups that were handed records of it. */
    final Map<String, Set<String>> groups = new TreeMap<>();

    /** Topic to the applications that reported effects of its records. */
    final Map<String, Set<String>> applications = new TreeMap<>();

    final FaultLog faults = new FaultLog();

    long foreign;
    long deliveries;
    long effects;

    private final Map<RecordId, Fate> byId = new HashMap<>();
    private final Set<String> producers = new HashSet<>();
    private final Positions unnamed = new Positions();

    Ledger(History history) {
        this.events = history.events();
        for (int position = 0; position < events.size(); position++) {
            read(position, events.get(position));
        }
        nameTheUnnamed();
    }

    private void read(int position, Event event) {
        if (event instanceof Event.SendInvoked sent) {
            producers.add(sent.id().producer());
            fate(sent.id()).invoked = position;
        } else if (event instanceof Event.SendAcked ack) {
            fate(ack.id()).acked = position;
        } else if (event instanceof Event.SendFailed failure) {
            fate(failure.id()).failed = position;
        } else if (event instanceof Event.Polled polled) {
            readPolled(position, polled);
        } else if (event instanceof Event.Processed processed) {
            readProcessed(position, processed);
        } else if (event instanceof Event.Found found) {
            readFound(position, found);
        } else if (event instanceof Event.Drained drained) {
            tape(drained.topic(), drained.partition()).drained(drained, position);
        } else if (event instanceof Event.Committed commit) {
            tape(commit.topic(), commit.partition()).reached(commit.group(), commit.offset());
        } else if (event instanceof Event.GroupOffset commit) {
            tape(commit.topic(), commit.partition()).reached(commit.group(), commit.offset());
        } else if (event instanceof Event.LeaderChanged change) {
            tape(change.topic(), change.partition()).leaders.add(position);
        } else {
            faults.read(position, event);
        }
    }

    private void readPolled(int position, Event.Polled polled) {
        Tape tape = tape(polled.topic(), polled.partition());
        see(tape, polled.offset(), position);
        polled.group().ifPresent(group -> {
            deliveries++;
            groups.computeIfAbsent(polled.topic(), topic -> new TreeSet<>()).add(group);
            tape.reached(group, polled.offset() + 1);
        });
        polled.id().ifPresentOrElse(id -> fate(id).deliveries.add(position), () -> foreign++);
    }

    private void readProcessed(int position, Event.Processed processed) {
        effects++;
        applications
                .computeIfAbsent(processed.topic(), topic -> new TreeSet<>())
                .add(processed.by());
        processed.id().ifPresentOrElse(id -> fate(id).effects.add(position), () -> unnamed.add(position));
    }

    private void readFound(int position, Event.Found found) {
        Tape tape = tape(found.topic(), found.partition());
        Integer before = tape.found.putIfAbsent(found.offset(), position);
        see(tape, found.offset(), position);
        Optional<RecordId> id = found.id();
        if (id.isEmpty()) {
            foreign++;
        } else if (before == null || !idAt(before).equals(id)) {
            fate(id.get()).found.add(position);
            tape.finds.add(position);
        }
    }

    private void see(Tape tape, long offset, int position) {
        Integer before = tape.seen.putIfAbsent(offset, position);
        if (before != null && !idAt(before).equals(idAt(position))) {
            tape.clashes.putIfAbsent(offset, position);
        }
    }

    /** Give effects that came without an identity that of the record seen at their offset. */
    private void nameTheUnnamed() {
        if (unnamed.size() == 0) {
            return;
        }
        Map<Tape.Name, Map<Long, Fate>> acks = new HashMap<>();
        for (Fate fate : fates) {
            if (fate.acked()) {
                Event.SendAcked ack = ack(fate);
                acks.computeIfAbsent(new Tape.Name(ack.topic(), ack.partition()), name -> new HashMap<>())
                        .put(ack.offset(), fate);
            }
        }
        for (int i = 0; i < unnamed.size(); i++) {
            Event.Processed effect = (Event.Processed) events.get(unnamed.get(i));
            Tape.Name name = new Tape.Name(effect.topic(), effect.partition());
            Fate fate = seenAt(name, effect.offset());
            if (fate == null) {
                fate = acks.getOrDefault(name, Map.of()).get(effect.offset());
            }
            if (fate == null) {
                foreign++;
            } else {
                fate.effects.add(unnamed.get(i));
            }
        }
    }

    private @Nullable Fate seenAt(Tape.Name name, long offset) {
        Tape tape = tapes.get(name);
        if (tape == null) {
            return null;
        }
        Integer position = tape.seen.get(offset);
        return position == null ? null : idAt(position).map(byId::get).orElse(null);
    }

    /** Whether the record comes from a producer this history knows; others are not judged. */
    boolean known(RecordId id) {
        return producers.contains(id.producer());
    }

    Event.SendInvoked invoked(Fate fate) {
        return (Event.SendInvoked) events.get(fate.invoked);
    }

    Event.SendAcked ack(Fate fate) {
        return (Event.SendAcked) events.get(fate.acked);
    }

    /** The identity of the record in a {@link Event.Polled}, {@link Event.Found} or {@link Event.Processed}. */
    Optional<RecordId> idAt(int position) {
        Event event = events.get(position);
        if (event instanceof Event.Found found) {
            return found.id();
        }
        if (event instanceof Event.Polled polled) {
            return polled.id();
        }
        return event instanceof Event.Processed processed ? processed.id() : Optional.empty();
    }

    /** The fate of a record the history mentions. */
    Fate fateOf(RecordId id) {
        return Objects.requireNonNull(byId.get(id));
    }

    Sighting sighting(int position) {
        Event event = events.get(position);
        if (event instanceof Event.SendAcked ack) {
            return new Sighting(ack.at(), ack.id().producer(), ack.topic(), ack.partition(), ack.offset());
        }
        if (event instanceof Event.Polled polled) {
            return new Sighting(polled.at(), polled.consumer(), polled.topic(), polled.partition(), polled.offset());
        }
        if (event instanceof Event.Processed done) {
            return new Sighting(done.at(), done.by(), done.topic(), done.partition(), done.offset());
        }
        if (event instanceof Event.Found found) {
            return new Sighting(found.at(), "final read", found.topic(), found.partition(), found.offset());
        }
        throw new IllegalArgumentException("no sighting of a record: " + event);
    }

    /** The surroundings of a sighting at that position. */
    Scene scene(int position) {
        Sighting there = sighting(position);
        return scene(new Tape.Name(there.topic(), there.partition()), position);
    }

    /** The surroundings of a partition at a position of the history. */
    Scene scene(Tape.Name name, int position) {
        Optional<Scene.Leader> leader = Optional.empty();
        Tape tape = tapes.get(name);
        int change = tape == null ? -1 : tape.leaders.lastAtOrBefore(position);
        if (tape != null && change >= 0) {
            Event.LeaderChanged last = (Event.LeaderChanged) events.get(tape.leaders.get(change));
            if (last.leader().isPresent()) {
                leader = Optional.of(new Scene.Leader(last.leader().getAsInt(), last.leaderEpoch()));
            }
        }
        return new Scene(leader, faults.inForceAt(position));
    }

    private Fate fate(RecordId id) {
        Fate fate = byId.get(id);
        if (fate == null) {
            fate = new Fate(id);
            byId.put(id, fate);
            fates.add(fate);
        }
        return fate;
    }

    Tape tape(String topic, int partition) {
        return tapes.computeIfAbsent(new Tape.Name(topic, partition), name -> new Tape());
    }
}
