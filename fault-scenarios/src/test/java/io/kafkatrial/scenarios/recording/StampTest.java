/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.history.RecordMark;
import io.kafkatrial.history.Recorder;
import io.kafkatrial.history.Seal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The mark travels with the application's headers, and in nobody's way. */
class StampTest {

    private final Trail trail = new Trail(new Recorder(), InstantSource.fixed(Instant.EPOCH), "t1");
    private final RecordingClients clients = new RecordingClients(trail, Map.of());

    @Test
    void headersOfTheApplicationStayAndTheMarkComesLast() {
        ProducerRecord<String, String> record = new ProducerRecord<>("orders", "value");
        record.headers().add("one", new byte[] {1}).add("two", new byte[] {2}).add("one", new byte[] {3});

        Headers sent = sent(record).headers();

        assertThat(sent.toArray()).extracting(Header::key).containsExactly("one", "two", "one", RecordMark.HEADER);
        assertThat(sent).extracting(Header::key).containsExactly("one", "two", "one", RecordMark.HEADER);
        assertThat(sent.lastHeader("one").value()).containsExactly(3);
        assertThat(sent.headers("one")).hasSize(2);
        assertThat(sent.headers(RecordMark.HEADER)).hasSize(1);
        assertThat(sent.lastHeader("three")).isNull();
        assertThat(sent.headers("three")).isEmpty();
        assertThat(record.headers()).hasSize(3);
    }

    @Test
    void serializersMayAddAndRemoveHeadersAndNobodyCanAfterwards() {
        ProducerRecord<String, String> record = new ProducerRecord<>("orders", "value");
        record.headers().add("draft", new byte[0]);
        Stamp stamp = stamp();
        Headers sent = new StampedRecord<>(record, stamp).headers();

        sent.add("type", "text".getBytes(UTF_8)).remove("draft").remove(RecordMark.HEADER);
        stamp.close();

        assertThat(sent.toArray()).extracting(Header::key).containsExactly("type", RecordMark.HEADER);
        assertThatThrownBy(() -> sent.add("late", new byte[0]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the record is sent, its headers cannot be changed any more");
    }

    @Test
    void recordThatWasReceivedAndIsSentOnGetsAMarkOfItsOwn() {
        ProducerRecord<String, String> record = new ProducerRecord<>("orders", "value");
        record.headers().add(RecordMark.HEADER, RecordMark.bytes(99, 99));

        Headers sent = sent(record).headers();

        assertThat(sent.toArray()).hasSize(1);
        assertThat(IdHeader.read(sent))
                .hasValueSatisfying(mark -> assertThat(mark.lane()).isEqualTo(RecordMark.ofLane("t1/producer")));
    }

    @Test
    void sealIsThatOfKeyAndValueAlsoOnceTheRecordIsSent() {
        Stamp stamp = stamp();
        new StampedRecord<>(new ProducerRecord<>("orders", "key", "value"), stamp);

        new SealingSerializer<>(new StringSerializer(), /* isKey= */ true).serialize("orders", stamp, "key");
        new SealingSerializer<>(new StringSerializer(), /* isKey= */ false).serialize("orders", stamp, "value");
        byte[] before = stamp.value();
        stamp.close();

        assertThat(stamp.value()).isEqualTo(before);
        assertThat(RecordMark.parse(before))
                .contains(new RecordMark(
                        RecordMark.ofLane("t1/producer"),
                        5,
                        OptionalLong.of(Seal.of(Seal.of("key".getBytes(UTF_8)), Seal.of("value".getBytes(UTF_8))))));
        assertThat(stamp).hasToString("[t1/producer#5]");
    }

    private Stamp stamp() {
        ProducerEvents events = new ProducerEvents("producer", trail, Optional.empty());
        return new Stamp(events.lane().destination("orders"), 5);
    }

    private ProducerRecord<String, String> sent(ProducerRecord<String, String> record) {
        MockProducer<String, String> inner =
                new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
        Producer<String, String> producer = clients.wrap(inner);
        producer.send(record);
        return inner.history().get(0);
    }
}
