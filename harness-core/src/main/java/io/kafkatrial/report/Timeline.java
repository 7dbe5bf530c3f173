/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Sighting;
import io.kafkatrial.report.words.FaultSpan;
import io.kafkatrial.report.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the swim lanes as SVG: faults, brokers and leaders as ribbons, clients as columns whose height
 * grows with the number of records, and marks on what went wrong. Confined to one rendering.
 */
final class Timeline {

    private static final double LEFT = 190;
    private static final double WIDTH = 960;
    private static final double ROW = 24;
    private static final double BAR = 16;

    private final Html out;
    private final Lanes lanes;
    private final Words wording;
    private final List<FaultSpan> faults;
    private double y = 26;

    Timeline(Html out, ReportInput input) {
        this.out = out;
        this.lanes = new Lanes(input.history());
        this.wording = new Words(input.history());
        this.faults = this.wording.course().faults().stream()
                .filter(fault -> fault.from().isPresent())
                .limit(Lanes.MOST_LANES)
                .toList();
    }

    /** Draw; every explained anomaly links to {@code #a1}, {@code #a2}, …; the others get a plain mark. */
    void draw(List<Anomaly> explained, List<Anomaly> others) {
        double height = height();
        out.raw("<svg viewBox=\"0 0 1170 " + height + "\" role=\"img\" aria-labelledby=\"svg-title\">\n");
        out.raw("<title id=\"svg-title\">Timeline of faults, brokers, leaders and clients</title>\n");
        faults.forEach(fault -> band(fault, height));
        axis(height);
        faults.forEach(this::fault);
        marks(explained, others);
        ribbons(lanes.brokers, "state-");
        ribbons(lanes.partitions, "leader-");
        densities(lanes.producers);
        densities(lanes.consumers);
        densities(lanes.applications);
        densities(lanes.finalRead);
        out.raw("</svg>\n");
        if (lanes.left > 0) {
            out.element("p", lanes.left + " events of further lanes are not drawn.");
        }
    }

    private double height() {
        int rows = faults.size()
                + lanes.brokers.size()
                + lanes.partitions.size()
                + lanes.producers.size()
                + lanes.consumers.size()
                + lanes.applications.size()
                + lanes.finalRead.size()
                + 1;
        return 34 + rows * ROW;
    }

    private double x(Instant at) {
        return LEFT + lanes.share(at) * WIDTH;
    }

    private void band(FaultSpan fault, double height) {
        double from = x(fault.from().orElse(lanes.start));
        out.rect("band", from, 20, x(fault.to().orElse(lanes.end)) - from, height - 24, "");
    }

    private void axis(double height) {
        for (int tick = 0; tick <= 8; tick++) {
            Instant at = lanes.start.plus(
                    Duration.between(lanes.start, lanes.end).multipliedBy(tick).dividedBy(8));
            out.rect("tick", x(at), 20, 0.5, height - 24, "");
            out.label(tick == 8 ? "axis last" : "axis", x(at), 14, wording.time(at));
        }
    }

    private void name(String name) {
        out.label("lane", 4, y + 13, name.length() <= 27 ? name : name.substring(0, 26) + "…");
    }

    private void fault(FaultSpan fault) {
        name(fault.fault());
        double from = x(fault.from().orElse(lanes.start));
        out.rect("fault", from, y, Math.max(2, x(fault.to().orElse(lanes.end)) - from), BAR, fault.line(wording));
        y += ROW;
    }

    private void marks(List<Anomaly> marked, List<Anomaly> others) {
        name(marked.isEmpty() ? "no anomalies" : "anomalies");
        for (Anomaly other : others) {
            double x = x(other.sightings().get(0).at());
            out.rect("mark", x - 1, y + 4, 2, 8, wording.sentence(other));
        }
        for (int i = 0; i < marked.size(); i++) {
            for (Sighting sighting : marked.get(i).sightings()) {
                double x = x(sighting.at());
                out.raw(String.format(
                        Locale.ROOT,
                        "<a href=\"#a%d\"><path class=\"mark\" d=\"M%.1f %.1f l6 6 l-6 6 l-6 -6 z\"><title>",
                        i + 1,
                        x,
                        y + 2));
                out.text(wording.sentence(marked.get(i))).raw("</title></path></a>\n");
            }
        }
        y += ROW;
    }

    private void ribbons(Map<String, List<Lanes.Change>> ribbons, String css) {
        ribbons.forEach((name, changes) -> {
            name(name);
            for (int i = 0; i < changes.size(); i++) {
                Lanes.Change change = changes.get(i);
                double from = x(change.at());
                double to = x(i + 1 < changes.size() ? changes.get(i + 1).at() : lanes.end);
                String state = change.state().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
                String title = wording.time(change.at()) + " " + change.title();
                out.rect("ribbon " + css + state, from, y, to - from, BAR, title);
                if (to - from > 60) {
                    boolean leader = css.equals("leader-") && !state.equals("none");
                    out.label("inside", from + 4, y + 12, (leader ? "broker " : "") + change.state());
                }
            }
            y += ROW;
        });
    }

    private void densities(Map<String, Lanes.Density> densities) {
        densities.forEach((name, density) -> {
            name(name);
            int most = 1;
            for (int column = 0; column < Lanes.COLUMNS; column++) {
                most = Math.max(most, density.sum(column));
            }
            for (int column = 0; column < Lanes.COLUMNS; column++) {
                column(density, column, most);
            }
            y += ROW;
        });
    }

    private void column(Lanes.Density density, int column, int most) {
        int sum = density.sum(column);
        if (sum == 0) {
            return;
        }
        double full = 3 + (BAR - 3) * Math.log1p(sum) / Math.log1p(most);
        double bottom = y + BAR;
        for (Lanes.Count what : Lanes.Count.values()) {
            int count = density.of(what, column);
            if (count > 0) {
                double least = what == Lanes.Count.FAILED || what == Lanes.Count.UNKNOWN ? 3 : 0;
                double height = Math.max(least, full * count / sum);
                bottom -= height;
                double left = LEFT + WIDTH * column / Lanes.COLUMNS;
                String css = what.name().toLowerCase(Locale.ROOT);
                out.rect(css, left, bottom, WIDTH / Lanes.COLUMNS, height, count + " " + css);
            }
        }
    }
}
