/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Bars, one picture a figure, as SVG that can be read in dark and in light. */
final class Pictures {
    private static final List<String> DRAWN =
            List.of("fresh.ack", "warm", "produce.100.1.none", "latency.100.1.p99", "threads", "heap");
    private static final int WIDTH = 720;
    private static final int LABEL = 190;
    private static final int ROW = 30;
    private static final int TOP = 40;
    private static final int VALUE = 90;
    private static final int THICK = 20;

    private Pictures() {}

    static void write(Path folder, Figures figures) throws IOException {
        for (Figure figure : figures.all()) {
            boolean known = figures.contenders().stream()
                    .anyMatch(one ->
                            !figures.samples().of(one.id(), figure.name()).isEmpty());
            if (known && DRAWN.contains(figure.name())) {
                Files.writeString(folder.resolve("benchmark-" + figure.name() + ".svg"), svg(figure, figures));
            }
        }
    }

    private static String svg(Figure figure, Figures figures) {
        double most = figures.contenders().stream()
                .map(one -> Figure.median(figures.samples().of(one.id(), figure.name())))
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .orElse(1);
        StringBuilder rows = new StringBuilder();
        int y = TOP;
        for (Contender one : figures.contenders()) {
            OptionalDouble median = Figure.median(figures.samples().of(one.id(), figure.name()));
            if (median.isPresent()) {
                double width = (WIDTH - LABEL - VALUE) * median.getAsDouble() / most;
                rows.append(String.format(
                        Locale.ROOT,
                        """
                        <text x="%d" y="%d" text-anchor="end">%s</text>
                        <rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="2"/>
                        <text x="%.1f" y="%d">%s</text>
                        """,
                        LABEL - 10,
                        y + 17,
                        one.title().replace("`", ""),
                        one.isPeer() ? "peer" : "ours",
                        LABEL,
                        y + 3,
                        Math.max(1, width),
                        THICK,
                        LABEL + width + 8,
                        y + 17,
                        Figure.number(median.getAsDouble())));
                y += ROW;
            }
        }
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>%3$s, %4$s</title>
                <style>
                text { font: 13px sans-serif; fill: #24292f }
                .peer { fill: #8c959f }
                .ours { fill: #1f6feb }
                @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
                </style>
                <text x="10" y="22" font-weight="bold">%3$s, %4$s (%5$s is better)</text>
                %6$s</svg>
                """,
                WIDTH,
                y + 10,
                figure.what(),
                figure.unit(),
                figure.isMoreBetter() ? "more" : "less",
                rows);
    }
}
