/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.util.List;
import java.util.Locale;

/** What recording costs, told in a table. */
record RecordingTable(Samples samples) {

    /** Bytes of a value that are measured. */
    static final List<Integer> BYTES = List.of(100, 1000);

    /** Numbers of producers that are measured. */
    static final List<Integer> PRODUCERS = List.of(1, 4);

    private static final String HEAD =
            """
            | | records a second | against plain | processor time of a record | against plain |
            |---|---|---|---|---|
            """;

    /** The ratio of processor time, of plain producers to those of one way. */
    double ratio(String way, int bytes, int producers) {
        String load = "." + bytes + "." + producers;
        return samples.ratio("cpu.PLAIN" + load, "cpu." + way + load);
    }

    /** The table of producers. */
    String produced() {
        StringBuilder table = new StringBuilder(HEAD);
        for (int bytes : BYTES) {
            for (int producers : PRODUCERS) {
                String load = "." + bytes + "." + producers;
                String what = String.format(
                        Locale.ROOT, "%,d bytes, %d producer%s: ", bytes, producers, producers == 1 ? "" : "s");
                table.append(row(what + "plain", "", "PLAIN" + load, "PLAIN" + load))
                        .append(row("plain, with a header of 12 bytes", "", "HEADER" + load, "PLAIN" + load))
                        .append(row("wrapped by the trial", "", "WRAPPED" + load, "PLAIN" + load))
                        .append(row("injected, with checksums", "", "INJECTED" + load, "PLAIN" + load))
                        .append(row("intercepted", "", "INTERCEPTED" + load, "PLAIN" + load))
                        .append(row("on the wire", "", "WIRED" + load, "PLAIN" + load));
            }
        }
        return table.toString();
    }

    /** The table of consumers. */
    String consumed() {
        return HEAD
                + row("100 bytes, one consumer: plain", "read.", "PLAIN", "PLAIN")
                + row("injected, with checksums", "read.", "INJECTED", "PLAIN")
                + row("intercepted", "read.", "INTERCEPTED", "PLAIN");
    }

    private String row(String what, String prefix, String way, String plain) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %,.0f ns | %.2f |%n",
                what,
                1e9 / samples.median(prefix + "wall." + way),
                samples.ratio(prefix + "wall." + plain, prefix + "wall." + way),
                samples.median(prefix + "cpu." + way),
                samples.ratio(prefix + "cpu." + plain, prefix + "cpu." + way));
    }
}
