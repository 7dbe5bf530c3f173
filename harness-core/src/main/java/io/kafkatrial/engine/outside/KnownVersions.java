/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The released versions of Apache Kafka this engine was written for; others of the same form are tried, too. */
public final class KnownVersions {

    /** The newest version that is complete in the repositories. */
    public static final String NEWEST = "4.3.1";

    /** The oldest version that runs: the first whose brokers start with KRaft as here. */
    public static final String OLDEST = "3.7.0";

    private static final List<String> RELEASED = List.of(
            "3.7.0", "3.7.1", "3.7.2", "3.8.0", "3.8.1", "3.9.0", "3.9.1", "3.9.2", "4.0.0", "4.0.1", "4.1.0", "4.1.1",
            "4.2.0", "4.3.0", "4.3.1");

    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:[-.].+)?");

    private KnownVersions() {}

    /** A version's numbers, for comparison; empty if the text is not of the form {@code 4.3.1}. */
    public static Optional<Integer> rank(String version) {
        Matcher matcher = FORM.matcher(version);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            int major = Integer.parseInt(matcher.group(1));
            int minor = Integer.parseInt(matcher.group(2));
            int patch = Integer.parseInt(matcher.group(3));
            return major > 99 || minor > 99 || patch > 99
                    ? Optional.empty()
                    : Optional.of((major * 100 + minor) * 100 + patch);
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    /** Whether {@code version} is {@code other} or newer; a version of another form counts as older. */
    public static boolean isAtLeast(String version, String other) {
        return rank(version).orElse(0) >= rank(other).orElse(0);
    }

    /** The known version closest to what was asked for: by number, else by spelling. */
    public static String nearest(String asked) {
        Optional<Integer> rank = rank(asked);
        Comparator<String> distance = rank.isPresent()
                ? Comparator.comparingInt(
                        known -> Math.abs(rank.get() - rank(known).orElse(0)))
                : Comparator.comparingInt(known -> edits(asked, known));
        return RELEASED.stream().min(distance).orElse(NEWEST);
    }

    /** How many letters have to be inserted, removed or replaced to get from one text to the other. */
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i <= other.length(); i++) {
            row[i] = i;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replace = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
