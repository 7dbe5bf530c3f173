/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** Two members of a group that take a partition from each other, work on it, commit, and ask what is committed. */
final class GroupWorld extends Chance {

    private final List<RecordId> log = new ArrayList<>();
    private final boolean withEffects = oneIn(2);

    private GroupWorld(long seed) {
        super(seed);
    }

    static List<Event> of(long seed) {
        return new GroupWorld(seed).draw();
    }

    @Override
    List<Event> draw() {
        opened("c", "read_uncommitted");
        opened("d", "read_uncommitted");
        for (int offset = 0; offset < OFFSETS; offset++) {
            RecordId id = send("p", OptionalInt.empty(), Optional.empty());
            log.add(id);
            ack(id, 0, offset);
        }
        for (int i = 10 + random.nextInt(25); i > 0; i--) {
            pass(1);
            step(consumer());
        }
        for (int offset = 0; offset < OFFSETS; offset++) {
            if (!oneIn(8)) {
                find(log.get(offset), 0, offset);
            }
        }
        drained(0, 0);
        return events;
    }

    private void step(String consumer) {
        List<String> partition = List.of("t-0");
        int offset = random.nextInt(OFFSETS);
        switch (random.nextInt(13)) {
            case 0, 1 -> add(new Event.Assigned(now(), consumer, Optional.of("g"), partition));
            case 2 -> add(new Event.Revoked(now(), consumer, Optional.of("g"), partition));
            case 3 ->
                add(
                        oneIn(2)
                                ? new Event.ClientChanged(now(), consumer, oneOf("closed", "started"))
                                : new Event.MemberFenced(now(), consumer, "g", "lost"));
            case 4, 5, 6 -> poll(consumer, Optional.of("g"), log.get(offset), 0, offset);
            case 7 -> done(offset);
            case 8 -> add(new Event.CommitInvoked(now(), consumer, "g", TOPIC, 0, 1 + offset));
            case 9, 10 -> add(new Event.Committed(now(), consumer, "g", TOPIC, 0, 1 + offset));
            case 11 -> add(new Event.CommitFailed(now(), consumer, "g", TOPIC, 0, 1 + offset, "rebalance"));
            default -> ask(consumer);
        }
    }

    private void done(int offset) {
        if (withEffects) {
            add(new Event.Processed(now(), "app", TOPIC, 0, offset, Optional.of(log.get(offset))));
        }
    }

    private void ask(String consumer) {
        if (oneIn(6)) {
            OptionalLong to = oneIn(2) ? OptionalLong.empty() : OptionalLong.of(offset());
            add(new Event.GroupOffsetReset(now(), "g", TOPIC, 0, to, "by hand"));
        } else {
            OptionalLong answer = oneIn(3) ? OptionalLong.empty() : OptionalLong.of(offset());
            add(new Event.OffsetFetched(now(), now(), consumer, "g", TOPIC, 0, answer));
        }
    }

    /** What the definitions say of such a history. */
    static final class Witness extends Definitions {

        private final List<At<Event.Committed>> commits = all(Event.Committed.class);

        private Witness(History history) {
            super(history);
        }

        static Set<String> of(History history) {
            Witness witness = new Witness(history);
            witness.commits.forEach(witness::beyond);
            witness.all(Event.OffsetFetched.class).forEach(witness::lost);
            witness.all(Event.Polled.class).forEach(witness::readAgain);
            witness.overlaps();
            return witness.found;
        }

        /** The record that readers saw first at an offset. */
        private Optional<RecordId> seenAt(long offset) {
            return Optional.<RecordId>empty()
                    .or(() -> all(Event.Polled.class, e -> e.offset() == offset).stream()
                            .findFirst()
                            .flatMap(at -> at.event().id()))
                    .or(() -> foundAt(0, offset));
        }

        /** When the commit was asked for: the oldest question of that consumer and offset without an end then. */
        private int asked(At<Event.Committed> commit) {
            List<Integer> open = new ArrayList<>();
            for (int i = 0; i < commit.position(); i++) {
                if (events.get(i) instanceof Event.CommitInvoked question
                        && question.consumer().equals(commit.event().consumer())
                        && question.offset() == commit.event().offset()) {
                    open.add(i);
                } else if (endsOne(events.get(i), commit.event()) && !open.isEmpty()) {
                    open.remove(0);
                }
            }
            return open.isEmpty() ? commit.position() : open.get(0);
        }

        private static boolean endsOne(Event event, Event.Committed like) {
            return event instanceof Event.Committed done
                    ? done.consumer().equals(like.consumer()) && done.offset() == like.offset()
                    : event instanceof Event.CommitFailed failed
                            && failed.consumer().equals(like.consumer())
                            && failed.offset() == like.offset();
        }

        /** The first commit that passed an offset. */
        private Optional<At<Event.Committed>> passing(long offset) {
            return commits.stream()
                    .filter(commit -> commit.event().offset() > offset)
                    .findFirst();
        }

        private boolean wasHanded(long offset, int before) {
            Optional<RecordId> id = seenAt(offset);
            return id.isPresent()
                    && all(Event.Polled.class, e -> e.id().equals(id)).stream().anyMatch(at -> at.position() < before);
        }

        private void beyond(At<Event.Committed> commit) {
            boolean byEffects = any(Event.Processed.class, e -> true);
            for (long offset = 0; offset < commit.event().offset(); offset++) {
                Optional<RecordId> id = seenAt(offset);
                boolean first = passing(offset).filter(commit::equals).isPresent();
                if (id.isEmpty() || !first) {
                    continue;
                }
                int asked = asked(commit);
                boolean processed = all(Event.Processed.class, e -> e.id().equals(id)).stream()
                        .anyMatch(at -> at.position() < asked);
                boolean groupHadBegun = LongStream.range(0, offset)
                        .anyMatch(lower -> wasHanded(lower, asked(passing(lower).orElseThrow())));
                if (wasHanded(offset, asked) ? byEffects && !processed : groupHadBegun) {
                    found.add("COMMIT_BEYOND_PROCESSED " + id.get() + " g "
                            + commit.event().offset());
                }
            }
        }

        /** The last that certainly took effect before a position; an administrator's reset is no commit. */
        private Optional<At<Event.Committed>> sureBefore(int position) {
            int reset = last(before(position, all(Event.GroupOffsetReset.class)))
                    .map(At::position)
                    .orElse(-1);
            return last(before(position, commits)).filter(commit -> commit.position() > reset);
        }

        /** Set by hand, and nothing committed since. */
        private Optional<Long> setByHand(int position) {
            return last(before(position, all(Event.GroupOffsetReset.class)))
                    .filter(reset -> sureBefore(position).isEmpty())
                    .filter(reset -> reset.event().offset().isPresent())
                    .map(reset -> reset.event().offset().getAsLong());
        }

        /** Whether a commit without an end, or with an unknown one, may have made the offset what it is. */
        private boolean mayBe(long offset, int position) {
            boolean may = false;
            List<String> open = new ArrayList<>();
            for (int i = 0; i < position; i++) {
                Event event = events.get(i);
                if (event instanceof Event.CommitInvoked question && question.offset() == offset) {
                    open.add(question.consumer());
                    may = true;
                } else if (event instanceof Event.CommitFailed failed && failed.offset() == offset) {
                    open.remove(failed.consumer());
                } else if (event instanceof Event.Committed done && done.offset() == offset) {
                    open.remove(done.consumer());
                    may &= !open.isEmpty();
                } else if (event instanceof Event.GroupOffsetReset) {
                    may = !open.isEmpty();
                }
            }
            return may;
        }

        private void lost(At<Event.OffsetFetched> question) {
            Event.OffsetFetched its = question.event();
            long told = its.offset().orElse(-1);
            Optional<Long> sure = sureBefore(question.position())
                    .filter(commit -> commit.event().at().isBefore(its.asked()))
                    .map(commit -> commit.event().offset())
                    .or(() -> sureBefore(question.position()).isPresent()
                            ? Optional.empty()
                            : setByHand(question.position()));
            if (sure.isPresent() && told < sure.get() && !mayBe(told, question.position())) {
                String answer = told < 0 ? "was told that nothing is committed" : "was told " + told;
                found.add("COMMIT_LOST " + its.consumer() + " t-0 " + sure.get() + " " + answer);
            }
        }

        /** The first record after an assignment lies below all that may be committed. */
        private void readAgain(At<Event.Polled> poll) {
            int position = poll.position();
            Optional<Long> sure =
                    sureBefore(position).map(commit -> commit.event().offset()).or(() -> setByHand(position));
            boolean noLess =
                    sure.isPresent() && LongStream.range(0, sure.get()).noneMatch(lower -> mayBe(lower, position));
            if (isFirstSinceAssignment(poll) && noLess && poll.event().offset() < sure.get()) {
                found.add("COMMIT_LOST " + poll.event().consumer() + " t-0 " + sure.get() + " began to read at "
                        + poll.event().offset());
            }
        }

        private boolean isFirstSinceAssignment(At<Event.Polled> now) {
            String consumer = now.event().consumer();
            for (int i = now.position() - 1; i >= 0; i--) {
                Event event = events.get(i);
                if (event instanceof Event.Assigned e && e.consumer().equals(consumer)) {
                    return true;
                }
                if ((event instanceof Event.Revoked r && r.consumer().equals(consumer))
                        || (event instanceof Event.Polled p && p.consumer().equals(consumer))) {
                    return false;
                }
            }
            return false;
        }

        private boolean owns(String member, int position) {
            boolean owns = false;
            for (int i = 0; i <= position; i++) {
                Event event = events.get(i);
                if (event instanceof Event.Assigned e && e.consumer().equals(member)) {
                    owns = true;
                } else if ((event instanceof Event.Revoked r && r.consumer().equals(member))
                        || (event instanceof Event.MemberFenced f
                                && f.consumer().equals(member))
                        || (event instanceof Event.ClientChanged c
                                && c.client().equals(member)
                                && !c.state().equals("started"))) {
                    owns = false;
                }
            }
            return owns;
        }

        /** Was handed a record, or an application processed one that this member was handed last. */
        private boolean acts(String member, int position) {
            Event event = events.get(position);
            if (event instanceof Event.Processed done) {
                return last(before(position, all(Event.Polled.class, e -> e.id().equals(done.id()))))
                        .filter(at -> at.event().consumer().equals(member))
                        .isPresent();
            }
            return event instanceof Event.Polled poll && poll.consumer().equals(member);
        }

        private void overlaps() {
            boolean first = false;
            boolean second = false;
            for (int i = 0; i < events.size(); i++) {
                boolean both = owns("c", i) && owns("d", i);
                first = both && (first || acts("c", i));
                second = both && (second || acts("d", i));
                if (first && second) {
                    found.add("ASSIGNMENT_OVERLAP t-0 c d");
                }
            }
        }
    }
}
