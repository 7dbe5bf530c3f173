/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Checked;
import io.kafkatrial.check.Scene;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.report.words.FaultSpan;
import io.kafkatrial.report.words.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Render a verdict as one JSON object for tools: {@code test, engine, seed, replay, guarantee, verdict}
 * ({@code PASS, FAIL, VACUOUS}), {@code checked}, {@code anomalies}, {@code notes} (allowed anomalies),
 * {@code doubts} and {@code faults}. Of anomalies and notes the first 1000 each, {@code …Total} says how
 * many there are.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class JsonReport {

    private static final int MOST = 1_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;
    private final Words wording;

    private JsonReport(JsonGenerator out, Words wording) {
        this.out = out;
        this.wording = wording;
    }

    /** Render the report. */
    public static String render(ReportInput input) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            new JsonReport(out, new Words(input.history())).report(input);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void report(ReportInput input) throws IOException {
        Verdict verdict = input.verdict();
        out.writeStartObject();
        out.writeNumberField("version", 1);
        out.writeStringField("test", input.test());
        out.writeStringField("engine", input.engine());
        out.writeNumberField("seed", input.seed());
        out.writeStringField("replay", input.replay());
        out.writeStringField("guarantee", verdict.guarantee().name());
        out.writeStringField("verdict", name(verdict));
        out.writeStringField("start", wording.course().start().toString());
        out.writeNumberField("events", input.history().size());
        checked(verdict.checked());
        anomalies("anomalies", verdict instanceof Verdict.Fail fail ? fail.anomalies() : List.of());
        anomalies("notes", verdict.notes());
        out.writeArrayFieldStart("doubts");
        for (String doubt : TextReport.doubts(verdict)) {
            out.writeString(doubt);
        }
        out.writeEndArray();
        faults(wording.course().faults());
        out.writeEndObject();
    }

    private static String name(Verdict verdict) {
        if (verdict instanceof Verdict.Fail) {
            return "FAIL";
        }
        return verdict instanceof Verdict.Pass ? "PASS" : "VACUOUS";
    }

    private void checked(Checked checked) throws IOException {
        out.writeObjectFieldStart("checked");
        out.writeNumberField("sent", checked.sent());
        out.writeNumberField("acked", checked.acked());
        out.writeNumberField("failed", checked.failed());
        out.writeNumberField("unknown", checked.unknown());
        out.writeNumberField("found", checked.found());
        out.writeNumberField("deliveries", checked.deliveries());
        out.writeNumberField("effects", checked.effects());
        out.writeNumberField("foreign", checked.foreign());
        out.writeNumberField("partitions", checked.partitions());
        out.writeNumberField("faults", checked.faults());
        out.writeObjectFieldStart("evidence");
        for (var topic : checked.evidence().entrySet()) {
            out.writeStringField(topic.getKey(), topic.getValue().name());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void anomalies(String name, List<Anomaly> anomalies) throws IOException {
        out.writeNumberField(name + "Total", anomalies.size());
        out.writeArrayFieldStart(name);
        for (Anomaly anomaly : anomalies.subList(0, Math.min(MOST, anomalies.size()))) {
            out.writeStartObject();
            out.writeStringField("kind", anomaly.kind().name());
            out.writeStringField("id", anomaly.record().map(Object::toString).orElse(""));
            out.writeStringField("sentence", wording.sentence(anomaly));
            out.writeArrayFieldStart("sightings");
            for (Sighting sighting : anomaly.sightings()) {
                sighting(sighting);
            }
            out.writeEndArray();
            scene(anomaly.scene());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void sighting(Sighting sighting) throws IOException {
        out.writeStartObject();
        out.writeStringField("at", sighting.at().toString());
        out.writeStringField("by", sighting.by());
        out.writeStringField("topic", sighting.topic());
        out.writeNumberField("partition", sighting.partition());
        out.writeNumberField("offset", sighting.offset());
        out.writeEndObject();
    }

    private void scene(Scene scene) throws IOException {
        if (scene.leader().isPresent()) {
            out.writeNumberField("leader", scene.leader().get().broker());
            out.writeNumberField("leaderEpoch", scene.leader().get().epoch());
        }
        out.writeArrayFieldStart("faults");
        for (String fault : scene.faults()) {
            out.writeString(fault);
        }
        out.writeEndArray();
    }

    private void faults(List<FaultSpan> faults) throws IOException {
        out.writeArrayFieldStart("faults");
        for (FaultSpan fault : faults) {
            out.writeStartObject();
            out.writeStringField("fault", fault.fault());
            if (fault.from().isPresent()) {
                out.writeStringField("from", fault.from().get().toString());
            }
            if (fault.to().isPresent()) {
                out.writeStringField("to", fault.to().get().toString());
            }
            out.writeNumberField("touched", fault.touched());
            out.writeStringField("evidence", fault.words());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
