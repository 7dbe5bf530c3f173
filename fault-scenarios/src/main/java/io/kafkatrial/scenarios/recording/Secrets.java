/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of histories and reports: values of a client's configuration that nobody else should read, and what
 * looks like one in the text of an error. Stateless.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Secrets {

    /** What stands where a secret was. */
    public static final String MASK = "[hidden]";

    private static final String[] WORDS = {
        "password", "passwd", "secret", "token", "credential", "jaas", "apikey", "api.key", "private"
    };

    /** Keys and certificates that Kafka takes in the text of a setting. */
    private static final String[] ENDS = {"keystore.key", "keystore.certificate.chain", "user.info", ".key"};

    private static final Pattern IN_TEXT = Pattern.compile(
            "(?i)((?:password|passwd|secret|token|credential|api[._-]?key|user[._-]?info)\\w*\\s*[=:]\\s*)"
                    + "(\"[^\"]*\"|'[^']*'|[^\\s,;}\\])]+)");

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN [^-]+-----.*?(-----END [^-]+-----|$)", Pattern.DOTALL);

    /** Credentials in front of a host. */
    private static final Pattern IN_URL = Pattern.compile("(://)[^/@\\s]+@");

    private Secrets() {}

    /** A configuration in text, by ascending names, with every secret masked. */
    public static Map<String, String> masked(Map<String, ?> config) {
        Map<String, String> masked = new TreeMap<>();
        config.forEach((name, value) -> masked.put(name, masked(name, value)));
        return masked;
    }

    private static String masked(String name, @Nullable Object value) {
        return isSecret(name) ? MASK : masked(String.valueOf(value));
    }

    /** Whether the value of this setting is a secret. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(WORDS).anyMatch(lower::contains) || Stream.of(ENDS).anyMatch(lower::endsWith);
    }

    /** A text, such as the message of an error, with what looks like a secret masked. */
    public static String masked(String text) {
        String safe = text;
        if (safe.contains("-----BEGIN")) {
            safe = PEM.matcher(safe).replaceAll(MASK);
        }
        if (safe.indexOf('=') >= 0 || safe.indexOf(':') >= 0) {
            safe = IN_TEXT.matcher(safe).replaceAll("$1" + MASK);
            safe = IN_URL.matcher(safe).replaceAll("$1" + MASK + "@");
        }
        return safe;
    }
}
