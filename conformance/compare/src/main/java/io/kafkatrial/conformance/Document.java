/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;

/** docs/conformance.md. */
record Document(Table table, Checklist checklist) {

    private static final List<String> HEAD = List.of(
            "# Conformance",
            "",
            "Written by a run of",
            "",
            "```",
            "mvn -B -Pconformance verify -pl conformance/compare -am -DskipTests",
            "```",
            "",
            "and not by hand. Every row is put to the packaged embedded engine and to Apache Kafka 4.3.1 on the",
            "[apache engine](apache-engine.md): three brokers and one controller, the same broker configuration, kafka-clients 4.3.1 and",
            "requests written by hand. What clients see is compared: error codes and their messages, offsets, orders, epochs, verdicts.",
            "A difference that is not accounted for fails the build. Apache Kafka is right.",
            "",
            "| property | what |",
            "|---|---|",
            "| `-Dconformance.subset=ci` | the rows that run on every push; all unless given |",
            "| `-Dconformance.subset=\"share,acl\"` | the rows whose names contain one of these |",
            "| `-Dconformance.truth=kit` | Apache Kafka's own kit in one JVM instead: quicker, but it cannot crash or freeze anything; `apache` unless given |",
            "| `-Dconformance.truth=container` | the image `apache/kafka` on the [container engine](container-engine.md) instead; what was seen is there |");

    String text() {
        List<String> lines = new ArrayList<>(HEAD);
        lines.addAll(List.of("", "**" + table.summary() + ".**", "", "## Known differences", ""));
        lines.addAll(table.differences());
        lines.addAll(List.of(
                "",
                "## Where reimplementations fail",
                "What is easily got wrong when Kafka's protocol is implemented anew, and the row or test that would tell. The run fails if",
                "one of them is not there.",
                "",
                "| pitfall | told by |",
                "|---|---|"));
        lines.addAll(checklist.rows());
        lines.addAll(List.of("", "## All behaviours", "", "| behaviour | embedded | " + table.truth() + " | same |", "|---|---|---|---|"));
        lines.addAll(table.rows());
        return String.join("\n", lines) + "\n";
    }
}
