/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.RecordId;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link TrialInterceptor} writes, and where: an application outlives a test, so its clients may meet one trial
 * after the other. Between trials nothing is written. Safe for use by several threads.
 */
final class InterceptedClient {

    static final InterceptedClient NOBODY = new InterceptedClient(new ClientSettings(Map.of()));

    private final ClientSettings settings;
    private final LiveTrails.Line line;
    private volatile @Nullable Part part;

    /** What it plays in one trial. */
    private record Part(Trail trail, String name, ProducerEvents producer, ConsumerEvents consumer) {}

    InterceptedClient(ClientSettings settings) {
        this.settings = settings;
        this.line = new LiveTrails.Line(settings);
    }

    private @Nullable Part part() {
        Part known = part;
        Trail trail = line.trail();
        if (trail == null) {
            return null;
        }
        return known != null && known.trail() == trail ? known : begin(trail);
    }

    private synchronized Part begin(Trail trail) {
        Part known = part;
        if (known != null && known.trail() == trail) {
            return known;
        }
        boolean reads = settings.has("key.deserializer");
        String name = trail.name(settings.client().orElse(reads ? "consumer" : "producer"));
        ProducerEvents producer = new ProducerEvents(name, trail, Optional.empty());
        ConsumerEvents consumer = new ConsumerEvents(name, settings.group(), trail);
        Part next = new Part(trail, name, producer, consumer);
        if (reads) {
            consumer.opened(settings);
        } else {
            producer.opened(settings.transactionalId(), settings.acks());
            settings.transactionalId().ifPresent(id -> trail.hasTransactions());
        }
        part = next;
        return next;
    }

    ProducerRecord<Object, Object> sending(ProducerRecord<Object, Object> asked) {
        Part here = part();
        if (here == null
                || here.trail().marks().own(IdHeader.read(asked.headers())).isPresent()) {
            return asked; // nobody listens, or somebody else has recorded it already
        }
        Lane lane = here.producer().lane();
        Stamp stamp = new Stamp(lane.destination(asked.topic()), lane.next());
        Long timestamp = asked.timestamp();
        if (timestamp == null && !Answers.TELL_HEADERS) {
            timestamp = here.trail().clock().millis(); // as the producer would do next
        }
        ProducerRecord<Object, Object> stamped = new StampedRecord<>(asked, timestamp, stamp);
        here.producer().invoked(stamp, asked);
        if (!Answers.TELL_HEADERS) {
            here.trail().answers().sent(stamp.id(), asked.topic(), timestamp);
        }
        return stamped;
    }

    /** The end of a send, and its headers say of which. */
    void answered(@Nullable RecordMetadata metadata, @Nullable Exception error, Headers headers) {
        Part here = part;
        Stamp stamp = here == null ? null : here.producer().stampIn(headers, metadata);
        if (here == null || stamp == null) {
            return;
        }
        if (error != null) {
            here.producer().ended(stamp, error, /* insideSend= */ false);
        } else if (metadata != null && settings.transactionalId().isPresent()) {
            wait(here, metadata, null, Optional.of(stamp.id()));
        } else if (metadata != null) {
            here.producer().acked(stamp, metadata);
        }
    }

    /** The end of some send. */
    void answered(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        Part here = part;
        if (here != null && metadata != null) {
            wait(here, metadata, error, Optional.empty());
            if (error != null) {
                here.producer().noteFencing(error);
            }
        }
    }

    private void wait(Part here, RecordMetadata metadata, @Nullable Exception error, Optional<RecordId> id) {
        String producer = here.producer().producer();
        boolean transactional = settings.transactionalId().isPresent();
        here.trail().answers().came(here.trail().now(), new Answers.From(producer, id, transactional), metadata, error);
        here.trail().sendEnded();
    }

    void consumed(ConsumerRecords<?, ?> records) {
        Part here = part();
        if (here != null) {
            here.consumer().polled(records);
        }
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Part here = part();
        if (here != null) {
            here.consumer().committed(offsets);
        }
    }

    void closed() {
        Part here = part;
        if (here != null && here.trail().equals(line.trail())) {
            here.trail().changed(here.name(), "closed");
        }
    }
}
