/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Old clients say where a record lies, not which it was. */
class AnswersTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private static final Answers.From SHOP = new Answers.From("t1/shop", Optional.empty(), false);

    private final Answers answers = new Answers();

    @Test
    void acknowledgementIsOfTheRecordAtItsPlaceWhateverTheOrder() {
        // Given: two of one millisecond to two partitions, answered the other way round
        sent(0, 7);
        sent(1, 7);
        acked(1, 0, 0, 7);
        acked(2, 1, 0, 7);

        // When
        List<Event> ends = answers.resolve(List.of(found(0, 0, 1), found(1, 0, 0)));

        // Then
        assertThat(ends)
                .containsExactly(
                        new Event.SendAcked(START.plusMillis(1), id(1), "orders", 0, 0),
                        new Event.SendAcked(START.plusMillis(2), id(0), "orders", 1, 0));
    }

    @Test
    void acknowledgedRecordThatLiesNowhereIsFoundByItsTime() {
        // Given: another record took its place
        sent(0, 7);
        sent(1, 8);
        sent(2, 9);
        acked(1, 0, 0, 7);
        acked(2, 0, 1, 8);
        acked(3, 0, 1, 9);

        // When
        List<Event> ends = answers.resolve(List.of(found(0, 0, 0), found(0, 1, 2)));

        // Then
        assertThat(ends)
                .containsExactly(
                        new Event.SendAcked(START.plusMillis(1), id(0), "orders", 0, 0),
                        new Event.SendAcked(START.plusMillis(2), id(1), "orders", 0, 1),
                        new Event.SendAcked(START.plusMillis(3), id(2), "orders", 0, 1));
    }

    @Test
    void errorIsOfOneThatIsLeftAndAlwaysUnknown() {
        // Given
        sent(0, 7);
        sent(1, 7);
        answers.came(
                START,
                SHOP,
                new RecordMetadata(new TopicPartition("orders", 0), -1, -1, -1, -1, -1),
                new TimeoutException("too late"));
        acked(1, 0, 0, 7);

        // When
        List<Event> ends = answers.resolve(List.of(found(0, 0, 0)));

        // Then
        assertThat(ends)
                .contains(new Event.SendUnknown(START, id(1), "orders", "TimeoutException: too late"))
                .hasSize(2);
    }

    @Test
    void acknowledgementInATransactionCountsIfItIsSeenAtTheEnd() {
        // Given: the first is committed, the second aborted, the third not there at all
        for (long sequence = 0; sequence < 3; sequence++) {
            RecordMetadata metadata = new RecordMetadata(new TopicPartition("orders", 0), sequence, 0, 7, 0, 0);
            answers.came(START, new Answers.From("t1/shop", Optional.of(id(sequence)), true), metadata, null);
        }

        // When
        List<Event> ends = answers.resolve(
                List.of(found(0, 0, 0), found(0, 1, 1), new Event.Hidden(START, "orders", 0, 1, id(1))));

        // Then
        assertThat(ends).hasSize(3);
        assertThat(ends.get(0)).isEqualTo(new Event.SendAcked(START, id(0), "orders", 0, 0));
        assertThat(ends.subList(1, 3)).allSatisfy(end -> assertThat(end).isInstanceOf(Event.SendUnknown.class));
    }

    @Test
    void sourcesAreMergedByTimeAndKeepTheirOrder() {
        // Given: the clock of the first goes back once
        List<Event> one = List.of(changed(1, "a"), changed(5, "b"), changed(3, "c"));
        List<Event> other = List.of(changed(2, "x"), changed(4, "y"), changed(5, "z"));

        // When
        List<Event> merged = Sources.merge(List.of(one, other));

        // Then
        assertThat(merged)
                .extracting(event -> ((Event.ClientChanged) event).client())
                .containsExactly("a", "x", "y", "b", "c", "z");
    }

    private static Event changed(long ms, String client) {
        return new Event.ClientChanged(START.plusMillis(ms), client, "started");
    }

    private static RecordId id(long sequence) {
        return new RecordId("t1/shop", sequence);
    }

    private void sent(long sequence, long timestamp) {
        answers.sent(id(sequence), "orders", timestamp);
    }

    private void acked(long ms, int partition, long offset, long timestamp) {
        RecordMetadata metadata =
                new RecordMetadata(new TopicPartition("orders", partition), offset, 0, timestamp, 0, 0);
        answers.came(START.plusMillis(ms), SHOP, metadata, null);
    }

    private static Event found(int partition, long offset, long sequence) {
        return new Event.Found(START, "orders", partition, offset, Optional.of(id(sequence)));
    }
}
