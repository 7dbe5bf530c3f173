/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.files;

import io.kafkatrial.scenarios.run.RunResult;
import io.kafkatrial.scenarios.run.RunResult.Ending;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results in the XML that CI servers read, as Maven's surefire writes it: a suite of all runs, a case for each. Confined to
 * one rendering.
 */
final class JunitXml {

    private static final String SUITE = "kafka-trial-scenarios";

    private final XMLStreamWriter out;

    private JunitXml(XMLStreamWriter out) {
        this.out = out;
    }

    static String of(List<RunResult> results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitXml(out).suite(results);
            out.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    private void suite(List<RunResult> results) throws XMLStreamException {
        out.writeStartDocument("UTF-8", "1.0");
        line(0);
        out.writeStartElement("testsuite");
        out.writeAttribute("name", SUITE);
        out.writeAttribute(
                "time", seconds(results.stream().map(RunResult::took).reduce(Duration.ZERO, Duration::plus)));
        out.writeAttribute("tests", String.valueOf(results.size()));
        out.writeAttribute("errors", count(results, Ending.FAILED, Ending.NO_CLUSTER));
        out.writeAttribute("skipped", count(results, Ending.SKIPPED));
        out.writeAttribute("failures", count(results, Ending.SURPRISE));
        for (RunResult result : results) {
            testcase(result);
        }
        line(0);
        out.writeEndElement();
        line(0);
        out.writeEndDocument();
    }

    private static String count(List<RunResult> results, Ending... endings) {
        List<Ending> wanted = List.of(endings);
        return String.valueOf(
                results.stream().filter(it -> wanted.contains(it.status())).count());
    }

    private void testcase(RunResult result) throws XMLStreamException {
        line(1);
        out.writeStartElement("testcase");
        out.writeAttribute(
                "name", result.job().side() + ", seed " + result.job().seed());
        out.writeAttribute(
                "classname",
                "scenarios." + result.job().engine() + "." + result.job().name());
        out.writeAttribute("time", seconds(result.took()));
        String details = String.join("; ", result.findings().details());
        switch (result.status()) {
            case SKIPPED -> {
                line(2);
                out.writeEmptyElement("skipped");
                out.writeAttribute("message", clean(details));
            }
            case SURPRISE -> problem("failure", details, result);
            case FAILED, NO_CLUSTER -> problem("error", details, result);
            case AS_DECLARED -> {}
        }
        output(result);
        line(1);
        out.writeEndElement();
    }

    private void problem(String element, String details, RunResult result) throws XMLStreamException {
        line(2);
        out.writeStartElement(element);
        out.writeAttribute("message", clean(details));
        out.writeAttribute("type", result.status().name());
        out.writeCharacters(clean(result.findings().story()));
        out.writeEndElement();
    }

    private void output(RunResult result) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        result.findings().verdicts().forEach(verdict -> text.append(verdict).append('\n'));
        RunDirectory.page(result.files())
                .ifPresent(page -> text.append("report: ").append(page.toUri()).append('\n'));
        if (!text.isEmpty()) {
            line(2);
            out.writeStartElement("system-out");
            out.writeCharacters(clean(text.toString()));
            out.writeEndElement();
        }
    }

    private void line(int depth) throws XMLStreamException {
        out.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1e3);
    }

    /** XML 1.0 has no way to write most control characters, nor halves of pairs. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isWritable(point) ? point : '\uFFFD'));
        return clean.toString();
    }

    private static boolean isWritable(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
