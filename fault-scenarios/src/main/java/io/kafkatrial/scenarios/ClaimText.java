/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Claims as words on command lines and in files. Stateless. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ClaimText {

    private static final Pattern LIMIT = Pattern.compile("(AVAILABLE|RECOVERS)\\((.+)\\)");

    private ClaimText() {}

    /**
     * The claim of these words: the name of a {@link Guarantee}, {@code AVAILABLE(5s)} or {@code RECOVERS(30s)}.
     *
     * @throws TrialException if there is none, with the nearest one
     */
    public static Claim parse(String text) {
        String words = text.strip();
        Matcher limit = LIMIT.matcher(words);
        if (limit.matches()) {
            var time = Durations.parse(limit.group(2));
            return limit.group(1).equals("AVAILABLE") ? Claim.available(time) : Claim.recovers(time);
        }
        return Arrays.stream(Guarantee.values())
                .filter(guarantee -> guarantee.name().equals(words))
                .findFirst()
                .orElseThrow(() -> unknown(words));
    }

    private static TrialException unknown(String words) {
        List<String> known = Stream.concat(
                        Arrays.stream(Guarantee.values()).map(Guarantee::name),
                        Stream.of("AVAILABLE(5s)", "RECOVERS(30s)"))
                .toList();
        return new TrialException("claim '" + words + "' is not known. Perhaps '"
                + Nearest.some(words, known, 1).get(0) + "' is meant; there are " + String.join(", ", known) + ".");
    }
}
