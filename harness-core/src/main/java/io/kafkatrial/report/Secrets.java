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
 * Keeps secrets out of histories and reports: values of a client's configuration that nobody else should read, and what
 * looks like one in a text. Rather too much than too little. Stateless.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Secrets {

    /** What a masked value reads as; says nothing of its length. */
    public static final String MASK = "••••••";

    /** Names of settings; {@code .key} are keys that Kafka takes in the text of a setting. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passwd|passphrase|secret|token(?!\\.endpoint)|credential|jaas|private|api[._-]?key"
                    + "|access[._-]?key|keystore\\.(key|certificate\\.chain)|user\\.info|authorization).*|.*\\.key");

    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|secret|token|credential|api[._-]?key|user[._-]?info)\\w*\\s*[=:]\\s*)"
                    + "(\"[^\"]*\"|'[^']*'|[^\\s,;&}\\])]+)");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN [^-]+-----.*?(-----END [^-]+-----|$)", Pattern.DOTALL);
    private static final Pattern USER_INFO = Pattern.compile("(://[^/\\s:@]*):[^/\\s@]+@");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}");

    private Secrets() {}

    /** A configuration in text, by ascending names, with its secrets masked. */
    public static Map<String, String> mask(Map<String, ?> config) {
        Map<String, String> masked = new TreeMap<>();
        config.forEach((name, value) -> masked.put(name, mask(name, String.valueOf(value))));
        return Collections.unmodifiableMap(masked);
    }

    private static String mask(String name, String value) {
        boolean nothing = value.isEmpty() || value.equals("null");
        return isSecret(name) && !nothing ? MASK : mask(value);
    }

    /** Whether the value of this setting is a secret. */
    public static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** A text, such as the message of an error, with what looks like a secret masked. */
    public static String mask(String text) {
        String safe = text.contains("-----BEGIN") ? PEM.matcher(text).replaceAll(MASK) : text;
        if (safe.indexOf('=') >= 0 || safe.indexOf(':') >= 0) {
            safe = USER_INFO.matcher(safe).replaceAll("$1:" + MASK + "@");
            safe = ASSIGNED.matcher(safe).replaceAll("$1" + MASK);
        }
        return BEARER.matcher(safe).replaceAll("$1 " + MASK);
    }
}
