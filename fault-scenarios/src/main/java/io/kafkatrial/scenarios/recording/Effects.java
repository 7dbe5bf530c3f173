/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.RecordId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where the application under test reports what it really did: the row written, the mail sent, the order
 * booked. With it a verdict is about effects; without it, about what was handed out.
 *
 * <pre>
 * for (ConsumerRecord&lt;String, String&gt; order : consumer.poll(Duration.ofMillis(100))) {
 *     book(order.value());
 *     effects.done(order);
 * }
 * </pre>
 *
 * <p>Effects are counted per application, not per consumer: all members of one group report to one
 * {@code Effects}. Safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Effects {

    private final Trail trail;
    private final String application;
    private final Set<Object> once = ConcurrentHashMap.newKeySet();

    /** Report the effects of {@code application}. */
    public Effects(Trail trail, String application) {
        this.trail = requireNonNull(trail, "trail");
        this.application = requireNonNull(application, "application");
    }

    /** Report the effect of a record as done. */
    public void done(ConsumerRecord<?, ?> record) {
        report(new Trail.Place(record.topic(), record.partition(), record.offset()));
    }

    /**
     * Report the effect of the record with this key as done, where the application no longer has the
     * record at hand. Means the record of that key polled last, so keys should be unique in the test.
     *
     * @throws TrialException if no recording consumer handed out such a record
     */
    public void done(String topic, Object key) {
        report(trail.handed()
                .lastOf(topic, KeyDigest.of(key).orElse(""))
                .orElseThrow(() -> new TrialException("effects.done(\"" + topic + "\", " + key
                        + ") has no record: no recording consumer handed out one with that key. Report records polled"
                        + " from the injected consumer, or the record itself with done(record).")));
    }

    /**
     * Tell whether this record still needs its effect, and report the effect as done if so: the memory of
     * an idempotent application. A record appended twice by a producer counts as one.
     *
     * @return true the first time, false for every repetition
     */
    public boolean once(ConsumerRecord<?, ?> record) {
        return once(record, () -> {});
    }

    /**
     * Do {@code effect} and report it as done, unless that happened before for this record. If it throws,
     * nothing was done and a repetition tries again.
     *
     * @return whether it was done now
     */
    public boolean once(ConsumerRecord<?, ?> record, Runnable effect) {
        Trail.Place place = new Trail.Place(record.topic(), record.partition(), record.offset());
        Optional<RecordId> id = trail.handed().idAt(place);
        Object identity = id.isPresent() ? id.get() : place;
        if (!once.add(identity)) {
            return false;
        }
        try {
            effect.run();
        } catch (RuntimeException | Error failed) {
            once.remove(identity);
            throw failed;
        }
        report(place);
        return true;
    }

    /**
     * Say that {@code output}, about to be sent by a recording producer, is made from {@code input}: what a
     * consume-transform-produce application promises is that every input it commits has its output.
     *
     * @return {@code output}, to be sent
     */
    public <K, V> ProducerRecord<K, V> derive(ProducerRecord<K, V> output, ConsumerRecord<?, ?> input) {
        trail.derives(output, new Trail.Place(input.topic(), input.partition(), input.offset()));
        return output;
    }

    /** The effects of another application in the same trial. */
    public Effects of(String otherApplication) {
        return new Effects(trail, otherApplication);
    }

    private void report(Trail.Place place) {
        Optional<RecordId> id = trail.handed().idAt(place);
        trail.record(at -> new Event.Processed(at, application, place.topic(), place.partition(), place.offset(), id));
    }
}
