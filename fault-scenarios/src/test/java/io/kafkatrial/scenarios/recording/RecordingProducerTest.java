/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every send gets an identity and exactly one end. */
class RecordingProducerTest {

    private final Recorder recorder = new Recorder();
    private final Trail trail = new Trail(recorder, InstantSource.fixed(Instant.EPOCH), "t1");
    private final RecordingClients clients = new RecordingClients(trail, Map.of());
    private final MockProducer<String, String> inner =
            new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());
    private final Producer<String, String> producer = clients.wrap(inner);

    @Test
    void sendIsStampedInvokedAndAcked() {
        // When
        producer.send(new ProducerRecord<>("orders", 0, "key", "value"));
        inner.completeNext();

        // Then
        assertThat(trail.marks().own(IdHeader.read(inner.history().get(0).headers())))
                .contains(new RecordId("t1/producer", 0));
        assertThat(events()).hasSize(2);
        assertThat(events().get(0)).isInstanceOfSatisfying(Event.SendInvoked.class, sent -> {
            assertThat(sent.id()).isEqualTo(new RecordId("t1/producer", 0));
            assertThat(sent.partition()).hasValue(0);
            assertThat(sent.key()).contains("key");
        });
        assertThat(events().get(1)).isInstanceOfSatisfying(Event.SendAcked.class, acked -> assertThat(acked.offset())
                .isZero());
    }

    @Test
    void sameRecordSentTwiceGetsTwoIdentitiesAndStaysAsItWas() {
        // Given
        ProducerRecord<String, String> record = new ProducerRecord<>("orders", "value");

        // When
        producer.send(record);
        producer.send(record);

        // Then
        assertThat(record.headers()).isEmpty();
        assertThat(events().stream()
                        .map(event -> ((Event.SendInvoked) event).id().sequence()))
                .containsExactly(0L, 1L);
    }

    @Test
    void callbackOfTheApplicationIsCalledAfterTheEndIsRecorded() {
        // Given
        List<Integer> recordedWhenCalled = new ArrayList<>();

        // When
        producer.send(
                new ProducerRecord<>("orders", "value"), (metadata, error) -> recordedWhenCalled.add(events().size()));
        inner.completeNext();

        // Then
        assertThat(recordedWhenCalled).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                RecordTooLargeException.class,
                InvalidTopicException.class,
                SerializationException.class,
                TransactionAbortedException.class
            })
    void definiteErrorsAreFailures(Class<? extends RuntimeException> type) throws Exception {
        // When
        producer.send(new ProducerRecord<>("orders", "value"));
        inner.errorNext(make(type));

        // Then
        assertThat(events().get(1)).isInstanceOf(Event.SendFailed.class);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TimeoutException.class,
                NetworkException.class,
                DisconnectException.class,
                NotEnoughReplicasException.class,
                NotEnoughReplicasAfterAppendException.class,
                OutOfOrderSequenceException.class,
                TopicAuthorizationException.class,
                KafkaException.class
            })
    void errorsThatMayLeaveARecordBehindAreUnknown(Class<? extends RuntimeException> type) throws Exception {
        // When
        producer.send(new ProducerRecord<>("orders", "value"));
        inner.errorNext(make(type));

        // Then
        assertThat(events().get(1)).isInstanceOf(Event.SendUnknown.class);
    }

    @Test
    void whatSendItselfRefusesIsAFailure() {
        // Given
        inner.close();

        // When
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>("orders", "value")))
                .isInstanceOf(IllegalStateException.class);

        // Then
        assertThat(events().get(1)).isInstanceOf(Event.SendFailed.class);
    }

    @Test
    void timeoutInsideTheCallOfSendIsAFailureForTheRecordNeverEnteredTheBuffer() {
        // Given
        Map<String, Object> nowhere = Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "max.block.ms",
                "10",
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                StringSerializer.class);
        try (KafkaProducer<String, String> real = new KafkaProducer<>(nowhere)) {
            // When
            clients.wrap(real).send(new ProducerRecord<>("orders", "value"));
        }

        // Then
        assertThat(events().get(1)).isInstanceOfSatisfying(Event.SendFailed.class, failed -> assertThat(failed.error())
                .startsWith("TimeoutException"));
    }

    @Test
    void openSendsAreCountedUntilTheyEnd() throws InterruptedException {
        // Given
        producer.send(new ProducerRecord<>("orders", "one"));
        producer.send(new ProducerRecord<>("orders", "two"));

        // When
        inner.completeNext();

        // Then
        assertThat(trail.awaitSettled(Duration.ZERO)).isEqualTo(1);
        inner.completeNext();
        assertThat(trail.awaitSettled(Duration.ZERO)).isZero();
    }

    @Test
    void everyThreadSendsInALaneOfItsOwn() throws InterruptedException {
        // When
        producer.send(new ProducerRecord<>("orders", "one"));
        Thread other = new Thread(() -> producer.send(new ProducerRecord<>("orders", "two")));
        other.start();
        other.join();

        // Then
        assertThat(events().stream()
                        .map(event -> ((Event.SendInvoked) event).id().toString()))
                .containsExactly("t1/producer#0", "t1/producer:lane#0");
    }

    /** What became of sends; that the producer was made and which lanes it has is not looked at. */
    private List<Event> events() {
        return recorder.history().events().stream()
                .filter(event -> !(event instanceof Event.ProducerOpened || event instanceof Event.LaneOpened))
                .toList();
    }

    private static RuntimeException make(Class<? extends RuntimeException> type) throws Exception {
        return type == TopicAuthorizationException.class
                ? new TopicAuthorizationException("no")
                : type.getConstructor(String.class).newInstance("no");
    }
}
