/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Masks secrets in client configurations. Rather too much than too little: whatever is called password, secret,
 * token, credential or key material, and whatever looks like one within another value.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Secrets {

    /** What a masked value reads as; says nothing of its length. */
    public static final String MASK = "••••••";

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passwd|passphrase|secret|token(?!\\.endpoint)|credential|jaas|private|api[._-]?key"
                    + "|access[._-]?key|keystore\\.key|user\\.info|authorization).*");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/\\s:@]*):[^/\\s@]+@");
    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)((?:password|secret|token)\\w*\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s;,&]+)");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}");

    private Secrets() {}

    /** The same configuration, sorted, with its secrets masked. */
    public static Map<String, String> mask(Map<String, ?> config) {
        Map<String, String> masked = new TreeMap<>();
        config.forEach((name, value) -> masked.put(name, mask(name, String.valueOf(value))));
        return Collections.unmodifiableMap(masked);
    }

    private static String mask(String name, String value) {
        if (value.isEmpty() || value.equals("null")) {
            return value;
        }
        if (SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches() || value.contains("PRIVATE KEY-----")) {
            return MASK;
        }
        String masked = USER_INFO.matcher(value).replaceAll("$1:" + MASK + "@");
        masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASK);
        return BEARER.matcher(masked).replaceAll("$1 " + MASK);
    }
}
