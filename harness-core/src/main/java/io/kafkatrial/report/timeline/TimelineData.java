/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.history.History;
import io.kafkatrial.report.words.EventKind;
import io.kafkatrial.report.words.FaultSpan;
import io.kafkatrial.report.words.Lane;
import io.kafkatrial.report.words.Plain;
import io.kafkatrial.report.words.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What the page's script draws, as one JSON object: {@code start, span, lanes, kinds, partitions, producers,
 * keys, marks, ribbons, faults, anomalies}. Times are microseconds since the first event.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class TimelineData {

    private static final JsonFactory JSON = new JsonFactory();

    private final Words words;
    private final Walk walk;
    private final JsonGenerator out;

    private TimelineData(Words words, Walk walk, JsonGenerator out) {
        this.words = words;
        this.walk = walk;
        this.out = out;
    }

    /**
     * Render a history; anomalies get a mark in the order given.
     *
     * @param most marks to draw one by one; what a longer history has beyond is counted, unless it touches an
     *     anomaly
     */
    public static String json(History history, Words words, List<Anomaly> anomalies, int most) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            Walk walk = new Walk(words.course(), new Keep(history, anomalies, most));
            walk.over(history);
            new TimelineData(words, walk, out).write(history, anomalies);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return harmless(text.toString());
    }

    /** Such that it can stand in a script element: these characters are only found within strings. */
    private static String harmless(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private void write(History history, List<Anomaly> anomalies) throws IOException {
        out.writeStartObject();
        out.writeStringField("start", words.course().start().toString());
        out.writeNumberField("span", Math.max(1, walk.micros(words.course().end())));
        out.writeNumberField("events", history.size());
        out.writeArrayFieldStart("groups");
        for (Lane group : Lane.values()) {
            out.writeString(group.title());
        }
        out.writeEndArray();
        faults();
        anomalies(anomalies);
        walk.marks().write(out);
        walk.ribbons().write(out);
        lanes();
        kinds();
        strings("partitions", walk.partitions());
        strings("producers", walk.producers());
        strings("keys", walk.keys());
        out.writeEndObject();
    }

    private void lanes() throws IOException {
        out.writeArrayFieldStart("lanes");
        for (Walk.Track lane : walk.lanes().all()) {
            out.writeStartObject();
            out.writeNumberField("group", List.of(Lane.values()).indexOf(lane.group()));
            out.writeStringField("name", lane.name());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void kinds() throws IOException {
        out.writeArrayFieldStart("kinds");
        for (EventKind kind : walk.kinds().all()) {
            out.writeStartObject();
            out.writeStringField("label", kind.label());
            out.writeStringField("tone", kind.tone().name().toLowerCase(Locale.ROOT));
            out.writeStringField("words", kind.words());
            out.writeBooleanField("ribbon", !kind.ribbon().isEmpty());
            out.writeArrayFieldStart("names");
            for (String name : kind.otherNames()) {
                out.writeString(name);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void faults() throws IOException {
        out.writeArrayFieldStart("faults");
        for (FaultSpan fault : words.course().faults()) {
            if (fault.from().isPresent()) {
                out.writeStartObject();
                out.writeStringField("name", Plain.name(fault.fault()));
                out.writeNumberField("lane", walk.lane(Lane.FAULTS, Plain.name(fault.fault())));
                out.writeNumberField("from", walk.micros(fault.from().get()));
                Optional<Instant> to = fault.to();
                if (to.isPresent()) {
                    out.writeNumberField("to", walk.micros(to.get()));
                }
                out.writeStringField("words", fault.line(words));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private void anomalies(List<Anomaly> anomalies) throws IOException {
        out.writeArrayFieldStart("anomalies");
        for (Anomaly anomaly : anomalies) {
            out.writeStartObject();
            out.writeStringField("kind", Words.name(anomaly.kind()));
            out.writeStringField("sentence", words.sentence(anomaly));
            out.writeArrayFieldStart("at");
            for (var sighting : anomaly.sightings()) {
                out.writeNumber(walk.micros(sighting.at()));
            }
            if (anomaly.sightings().isEmpty()) {
                out.writeNumber(walk.micros(anomaly.at()));
            }
            out.writeEndArray();
            if (anomaly.record().isPresent()) {
                out.writeStringField("record", Plain.name(anomaly.record().get().toString()));
            }
            if (!anomaly.sightings().isEmpty()) {
                var first = anomaly.sightings().get(0);
                out.writeStringField("partition", Plain.name(first.topic()) + "-" + first.partition());
                out.writeNumberField("offset", first.offset());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void strings(String name, Names<String> names) throws IOException {
        out.writeArrayFieldStart(name);
        for (String each : names.all()) {
            out.writeString(each);
        }
        out.writeEndArray();
    }

    static long micros(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1_000;
    }
}
