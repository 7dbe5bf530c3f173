/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is handed out, committed and reported is recorded; identities stay invisible. */
class RecordingConsumerTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private final Recorder recorder = new Recorder();
    private final Trail trail = new Trail(recorder, InstantSource.fixed(Instant.EPOCH), "t1");
    private final RecordingClients clients = new RecordingClients(trail, Map.of());
    private final MockConsumer<String, String> inner = new MockConsumer<>("earliest");
    private final RecordingConsumer<String, String> consumer = clients.wrap(inner, Optional.of("billing"));
    private final Effects effects = new Effects(trail, "application");

    @Test
    void polledRecordIsRecordedWithItsIdentityAndWithoutItsHeader() {
        // When
        ConsumerRecords<String, String> records = poll("t1/producer#7", "t9/other#3");

        // Then
        assertThat(records).allSatisfy(record -> assertThat(record.headers()).isEmpty());
        assertThat(all(Event.Polled.class))
                .extracting(Event.Polled::id)
                .containsExactly(Optional.of(new RecordId("t1/producer", 7)), Optional.empty());
        assertThat(all(Event.Polled.class))
                .allSatisfy(polled -> assertThat(polled.group()).contains("billing"));
    }

    /** Faults that wait for a delivery hang on it. */
    @Test
    void whoListensHearsOfEveryRecordThatAGroupWasHandedOut() {
        // Given
        List<Event> heard = new ArrayList<>();
        recorder.tell(heard::add);

        // When
        poll("t1/producer#7", "t9/other#3");

        // Then
        assertThat(heard)
                .filteredOn(Event.Polled.class::isInstance)
                .extracting(event -> ((Event.Polled) event).offset())
                .containsExactly(0L, 1L);
    }

    @Test
    void pollsInVainAreToldNowAndThen() {
        // Given
        consumer.subscribe(List.of("orders"));

        // When
        for (int polls = 0; polls < 5; polls++) {
            consumer.poll(Duration.ZERO); // time stands still
        }

        // Then
        assertThat(all(Event.PollReturned.class)).singleElement().satisfies(poll -> assertThat(poll.records())
                .isZero());
    }

    @Test
    void assignmentIsRecorded() {
        // When
        poll("t1/producer#0");

        // Then
        assertThat(all(Event.Assigned.class)).singleElement().satisfies(assigned -> assertThat(assigned.partitions())
                .containsExactly("orders-0"));
    }

    @Test
    void commitWithoutArgumentsIsRecordedWithThePositions() {
        // Given
        poll("t1/producer#0", "t1/producer#1");

        // When
        consumer.commitSync();

        // Then
        assertThat(all(Event.Committed.class)).singleElement().satisfies(committed -> {
            assertThat(committed.group()).isEqualTo("billing");
            assertThat(committed.offset()).isEqualTo(2);
        });
    }

    @Test
    void positionThatIsCommittedBeforeAnythingWasReadIsWhereTheConsumerBegan() {
        // Given
        ConsumerEvents events = new ConsumerEvents("reader", Optional.of("billing"), trail);
        TopicPartition named = new TopicPartition("orders", 1);
        events.assigned(List.of(ORDERS, named));
        events.positions().named(List.of(named));

        // When
        events.committed(Map.of(ORDERS, new OffsetAndMetadata(20), named, new OffsetAndMetadata(7)));
        events.committed(Map.of(ORDERS, new OffsetAndMetadata(30)));

        // Then
        assertThat(all(Event.PositionReset.class)).singleElement().satisfies(reset -> {
            assertThat(reset.partition()).isZero();
            assertThat(reset.from()).isEmpty();
            assertThat(reset.to()).isEqualTo(20);
        });
    }

    @Test
    void asynchronousCommitIsRecorded() {
        // Given
        poll("t1/producer#0");

        // When
        consumer.commitAsync(Map.of(ORDERS, new OffsetAndMetadata(1)), (offsets, error) -> {});

        // Then
        assertThat(all(Event.Committed.class)).singleElement().satisfies(committed -> assertThat(committed.offset())
                .isEqualTo(1));
    }

    @Test
    void consumerThatAssignsItselfByHandSpeaksForNoGroup() {
        // Given
        consumer.assign(List.of(ORDERS));
        inner.updateBeginningOffsets(Map.of(ORDERS, 0L));
        inner.addRecord(record(0, "t1/producer#0"));

        // When
        consumer.poll(Duration.ZERO);

        // Then
        assertThat(all(Event.Polled.class)).singleElement().satisfies(polled -> assertThat(polled.group())
                .isEmpty());
    }

    @Test
    void crashedConsumerCommitsNothingAndAnswersNoMore() {
        // Given
        poll("t1/producer#0", "t1/producer#1");

        // When
        consumer.crash();

        // Then
        assertThat(inner.closed()).isTrue();
        assertThat(all(Event.Committed.class)).isEmpty();
        assertThat(all(Event.ClientChanged.class))
                .extracting(Event.ClientChanged::state)
                .containsExactly("crashed");
        assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has crashed");
    }

    @Test
    void failedCommitIsRecordedAndThrown() {
        // Given
        poll("t1/producer#0");
        inner.close();

        // When
        assertThatThrownBy(consumer::commitSync).isInstanceOf(IllegalStateException.class);

        // Then
        assertThat(all(Event.CommitFailed.class)).hasSize(1);
        assertThat(all(Event.Committed.class)).isEmpty();
    }

    @Test
    void effectIsDoneOnceForOneIdentityThoughItWasAppendedTwice() {
        // Given
        List<ConsumerRecord<String, String>> records =
                poll("t1/producer#0", "t1/producer#0").records(ORDERS);

        // When
        boolean first = effects.once(records.get(0));
        boolean second = effects.once(records.get(1));

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(all(Event.Processed.class)).singleElement().satisfies(processed -> assertThat(processed.id())
                .contains(new RecordId("t1/producer", 0)));
    }

    @Test
    void effectThatThrowsIsNotDoneAndMayBeTriedAgain() {
        // Given
        ConsumerRecord<String, String> record =
                poll("t1/producer#0").records(ORDERS).get(0);

        // When
        assertThatThrownBy(() -> effects.once(record, () -> {
                    throw new KafkaException("no room");
                }))
                .hasMessage("no room");

        // Then
        assertThat(all(Event.Processed.class)).isEmpty();
        assertThat(effects.once(record)).isTrue();
    }

    @Test
    void effectIsReportedByKeyAloneAndUnknownKeysAreRefused() {
        // Given
        poll("t1/producer#0");

        // When
        effects.done("orders", "key-0");

        // Then
        assertThat(all(Event.Processed.class)).hasSize(1);
        assertThatThrownBy(() -> effects.done("orders", "key-9"))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("key-9");
    }

    private ConsumerRecords<String, String> poll(String... ids) {
        trail.marks().give("t1/producer");
        consumer.subscribe(List.of("orders"));
        inner.rebalance(List.of(ORDERS));
        inner.updateBeginningOffsets(Map.of(ORDERS, 0L));
        for (int offset = 0; offset < ids.length; offset++) {
            inner.addRecord(record(offset, ids[offset]));
        }
        return consumer.poll(Duration.ZERO);
    }

    private static ConsumerRecord<String, String> record(long offset, String id) {
        ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 0, offset, "key-" + offset, "value");
        RecordId who = RecordId.parse(id);
        record.headers().add(RecordMark.HEADER, RecordMark.bytes(RecordMark.ofLane(who.producer()), who.sequence()));
        return record;
    }

    private <T> List<T> all(Class<T> type) {
        return recorder.history().events().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
