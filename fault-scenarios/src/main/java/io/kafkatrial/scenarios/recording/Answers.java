/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Answers whose sends nobody named: kafka-clients before 4.1 tell an interceptor where a record lies, not which it was.
 *
 * <p>At the end of the trial each is given to its send. An acknowledgement belongs to the record that was seen at its
 * place, by a reader or the final read, if the times of both are the same. What is left lies nowhere any more: it
 * belongs to one of the sends to that topic at that millisecond that got no answer, in their order; how many were lost is
 * certain, which of those of one millisecond is not. An error belongs to one of the sends that are left then, and is
 * always unknown.
 *
 * <p>Acknowledgements of transactional producers wait here too, since no interceptor sees how a transaction ends: they
 * count for records that readers of committed records see at the final read; any other send is unknown.
 *
 * <p>Safe for use by several threads.
 */
final class Answers {

    /** Whether the kafka-clients of this process say of which record an acknowledgement is. */
    static final boolean TELL_HEADERS = Arrays.stream(ProducerInterceptor.class.getMethods())
            .anyMatch(method -> method.getName().equals("onAcknowledgement") && method.getParameterCount() == 3);

    /** A send and when its record was made, in milliseconds since 1970. */
    record Sent(RecordId id, String topic, long timestamp) {}

    /**
     * An answer.
     *
     * @param offset -1 if there is none
     * @param timestamp the record's; -1 if it is not known
     * @param error empty for an acknowledgement
     * @param of which send it is, as text; empty if nobody named it
     * @param transactional whether it promises nothing before a commit that nobody sees
     */
    record Answer(
            Instant at,
            String producer,
            String topic,
            int partition,
            long offset,
            long timestamp,
            String error,
            String of,
            boolean transactional) {

        static Answer of(Instant at, From from, RecordMetadata metadata, @Nullable Exception error) {
            return new Answer(
                    at,
                    from.producer(),
                    metadata.topic(),
                    metadata.partition(),
                    metadata.hasOffset() ? metadata.offset() : -1,
                    metadata.hasTimestamp() ? metadata.timestamp() : -1,
                    error == null ? "" : Calls.describe(error),
                    from.id().map(RecordId::toString).orElse(""),
                    from.transactional());
        }
    }

    /** Whose send is answered. */
    record From(String producer, Optional<RecordId> id, boolean transactional) {}

    private final List<Sent> sends = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private Consumer<Object> sink = line -> {};

    /** Also tell this one of everything, in order. */
    synchronized void tell(Consumer<Object> whom) {
        sink = whom;
    }

    synchronized void sent(RecordId id, String topic, @Nullable Long timestamp) {
        add(new Sent(id, topic, timestamp == null ? -1 : timestamp));
    }

    synchronized void came(Instant at, From from, RecordMetadata metadata, @Nullable Exception error) {
        add(Answer.of(at, from, metadata, error));
    }

    /** Something another process wrote. */
    synchronized void add(Object line) {
        if (line instanceof Sent sent) {
            sends.add(sent);
        } else if (line instanceof Answer answer) {
            answers.add(answer);
        }
        sink.accept(line);
    }

    /** The ends of sends, by ascending time, as far as they can be told from where records were seen. */
    synchronized List<Event> resolve(List<Event> history) {
        if (answers.isEmpty()) {
            return List.of();
        }
        Map<Trail.Place, Set<RecordId>> seen = new HashMap<>();
        Set<RecordId> visible = new HashSet<>();
        for (Event event : history) {
            if (event instanceof Event.Hidden hidden) {
                visible.remove(hidden.id());
            } else if (event instanceof Event.Found found) {
                found.id().ifPresent(visible::add);
                found.id().ifPresent(id -> note(seen, found.topic(), found.partition(), found.offset(), id));
            } else if (event instanceof Event.Polled polled) {
                polled.id().ifPresent(id -> note(seen, polled.topic(), polled.partition(), polled.offset(), id));
            }
        }
        return new Matching(seen, visible).run();
    }

    private static void note(
            Map<Trail.Place, Set<RecordId>> seen, String topic, int partition, long offset, RecordId id) {
        seen.computeIfAbsent(new Trail.Place(topic, partition, offset), place -> new HashSet<>())
                .add(id);
    }

    /** Gives each answer to a send. */
    private final class Matching {
        private final Map<Trail.Place, Set<RecordId>> seen;
        private final Set<RecordId> visible;
        private final Map<RecordId, Sent> open = new java.util.LinkedHashMap<>();
        private final List<Event> ends = new ArrayList<>();

        Matching(Map<Trail.Place, Set<RecordId>> seen, Set<RecordId> visible) {
            this.seen = seen;
            this.visible = visible;
            sends.forEach(sent -> open.put(sent.id(), sent));
        }

        List<Event> run() {
            answers.stream().filter(answer -> !answer.of().isEmpty()).forEach(this::named);
            List<Answer> unnamed =
                    answers.stream().filter(answer -> answer.of().isEmpty()).toList();
            List<Answer> acks =
                    unnamed.stream().filter(answer -> answer.error().isEmpty()).toList();
            List<Answer> nowhere = new ArrayList<>();
            for (Answer ack : acks) {
                Sent sent = atItsPlace(ack);
                if (sent == null) {
                    nowhere.add(ack);
                } else {
                    ack(ack, sent);
                }
            }
            for (Answer ack : nowhere) {
                open.values().stream()
                        .filter(sent -> sent.topic().equals(ack.topic()) && sameTime(ack, sent))
                        .min(Comparator.comparing(sent -> sent.timestamp() != ack.timestamp()))
                        .ifPresent(sent -> ack(ack, sent));
            }
            unnamed.stream().filter(answer -> !answer.error().isEmpty()).forEach(this::failed);
            ends.sort(Comparator.comparing(Event::at));
            return ends;
        }

        private @Nullable Sent atItsPlace(Answer ack) {
            Trail.Place place = new Trail.Place(ack.topic(), ack.partition(), ack.offset());
            return seen.getOrDefault(place, Set.of()).stream()
                    .map(open::get)
                    .filter(sent -> sent != null && sameTime(ack, sent))
                    .findFirst()
                    .orElse(null);
        }

        /** A topic with the broker's own times says nothing. */
        private boolean sameTime(Answer ack, Sent sent) {
            return ack.timestamp() < 0 || ack.timestamp() == sent.timestamp() || ack.timestamp() > sent.timestamp();
        }

        private void named(Answer answer) {
            RecordId id = RecordId.parse(answer.of());
            if (answer.error().isEmpty()) {
                ack(answer, new Sent(id, answer.topic(), answer.timestamp()));
            } else {
                open.remove(id);
                ends.add(new Event.SendUnknown(answer.at(), id, answer.topic(), answer.error()));
            }
        }

        /** In a transaction it promises something only if readers of committed records see it at the end. */
        private void ack(Answer ack, Sent sent) {
            open.remove(sent.id());
            ends.add(
                    ack.transactional() && !visible.contains(sent.id())
                            ? new Event.SendUnknown(
                                    ack.at(), sent.id(), ack.topic(), "its transaction's end was not seen")
                            : new Event.SendAcked(ack.at(), sent.id(), ack.topic(), ack.partition(), ack.offset()));
        }

        private void failed(Answer answer) {
            open.values().stream()
                    .filter(sent -> sent.topic().equals(answer.topic()))
                    .filter(sent -> sent.id().producer().startsWith(answer.producer()))
                    .findFirst()
                    .ifPresent(sent -> {
                        open.remove(sent.id());
                        ends.add(new Event.SendUnknown(answer.at(), sent.id(), answer.topic(), answer.error()));
                    });
        }
    }
}
