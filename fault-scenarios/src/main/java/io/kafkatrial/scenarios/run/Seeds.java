/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The seeds of a run of many. Stateless. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Seeds {

    /** How many there may be. */
    public static final int MOST = 100_000;

    private static final Pattern FORM = Pattern.compile("(-?\\d{1,18})(?:\\.\\.(-?\\d{1,18}))?");

    private Seeds() {}

    /**
     * The seeds of a text: one, {@code 42}, or a range, {@code 1..200}.
     *
     * @throws TrialException if it is neither
     */
    public static List<Long> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw RunComplaints.seeds(text);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        if (last < first || last - first >= MOST) {
            throw RunComplaints.seeds(text);
        }
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /**
     * So many seeds, one after the other, beginning with this one.
     *
     * @throws TrialException if they are none, or more than {@link #MOST}
     */
    public static List<Long> from(long first, int many) {
        if (many < 1 || many > MOST) {
            throw RunComplaints.tooManySeeds(many);
        }
        return LongStream.range(first, first + many).boxed().toList();
    }

    /** A seed that nobody chose. */
    public static long fresh() {
        return Cluster.builder().spec().seed();
    }
}
