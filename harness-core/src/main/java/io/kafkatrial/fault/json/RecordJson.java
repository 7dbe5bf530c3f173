/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.kafkatrial.engine.PlanFileComplaints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Documents of one record: its components are the fields, and {@code version} comes first. Durations, targets and
 * partitions are text in the forms they have everywhere; an alternative names its {@code kind}; an empty optional is left
 * out. Stateless.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class RecordJson {

    /** The version of the form that is written, and the only one that is read. */
    public static final int VERSION = 1;

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private RecordJson() {}

    /** The document of a record, on lines of their own, ended by a line break. */
    public static String write(Record document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            out.setPrettyPrinter(printer);
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            RecordForm.of(document.getClass()).writeFields(out, document);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + System.lineSeparator();
    }

    /**
     * One of several alternatives as a line, without the line break; its {@code kind} says which it is. For messages, which
     * are read by the version that wrote them.
     *
     * @param type a sealed interface of records
     */
    public static <T> String line(Class<T> type, T value) {
        StringWriter text = new StringWriter(200);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            Forms.of(type).write(out, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * The alternative a line is of.
     *
     * @param name what complaints call the line
     * @throws io.kafkatrial.engine.TrialException if it is none
     */
    public static <T> T ofLine(Class<T> type, String name, String line) {
        return type.cast(Forms.of(type).read(new Source(name, ""), Tree.parse(name, line)));
    }

    /**
     * The record a document is of.
     *
     * @param file what complaints call it
     * @throws io.kafkatrial.engine.TrialException naming the line, what is wrong there, and what was meant perhaps
     */
    public static <T extends Record> T read(Class<T> type, String file, String text) {
        return read(type, file, Tree.parse(file, text));
    }

    /**
     * The same of a document in YAML, of which JSON is a part.
     *
     * @param file what complaints call it
     * @throws io.kafkatrial.engine.TrialException naming the line, what is wrong there, and what was meant perhaps
     */
    public static <T extends Record> T readYaml(Class<T> type, String file, String text) {
        return read(type, file, YamlTree.parse(file, text));
    }

    private static <T extends Record> T read(Class<T> type, String file, Node root) {
        if (!(root instanceof Node.Members members)) {
            throw PlanFileComplaints.mistake(
                    file, root.line(), "the document has to be an object, not " + root.describe());
        }
        Node version = members.fields().get("version");
        if (version == null) {
            throw PlanFileComplaints.mistake(
                    file, root.line(), "the document does not say its \"version\", which is " + VERSION);
        }
        if (!(version instanceof Node.Leaf leaf) || !leaf.text().equals(Integer.toString(VERSION))) {
            throw PlanFileComplaints.mistake(
                    file,
                    version.line(),
                    "version " + version.describe() + " is not known; this Kafka Trial reads version " + VERSION);
        }
        return type.cast(RecordForm.of(type).read(new Source(file, "version"), members));
    }
}
