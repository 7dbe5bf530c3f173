/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code key=value} lists. */
final class Configs {

    private Configs() {}

    static Map<String, String> parse(String where, String... pairs) {
        Map<String, String> config = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || pair.substring(0, equals).isBlank()) {
                throw JunitComplaints.notKeyValue(where, pair);
            }
            String key = pair.substring(0, equals).trim();
            if (config.put(key, pair.substring(equals + 1).trim()) != null) {
                throw JunitComplaints.keyTwice(where, key);
            }
        }
        return config;
    }
}
