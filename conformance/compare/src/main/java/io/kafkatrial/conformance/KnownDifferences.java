/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why rows differ, from known-differences.tsv: {@code row TAB truth TAB reason}, the truth being apache, kit or both. */
final class KnownDifferences {
    private KnownDifferences() {}

    /** The reasons by row that count against this truth. */
    static Map<String, String> of(String truth) throws IOException {
        String counted = truth.equals("container") ? "apache" : truth; // the same brokers
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String line : Pairs.resource("known-differences.tsv")) {
            String[] fields = line.split("\t", 3);
            if (fields.length != 3) {
                throw new IllegalStateException("known-differences.tsv: not row, truth, reason: " + line);
            }
            if (fields[1].equals("both") || fields[1].equals(counted)) {
                reasons.put(fields[0], fields[2]);
            }
        }
        return reasons;
    }
}
