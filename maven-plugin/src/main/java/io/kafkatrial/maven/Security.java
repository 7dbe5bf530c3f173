/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/**
 * The block {@code <security>} of the goals that start a cluster. Maven fills the fields by the names of the elements.
 * What can be wrong with the values is found by the server, before it starts anything.
 */
@NullUnmarked
public final class Security {

    /** What brokers speak with clients: PLAINTEXT, SASL_PLAINTEXT, SSL or SASL_SSL. */
    String protocol;

    /** What clients may log in with. */
    List<String> mechanisms;

    /** Who may log in: an element by the user's name with the password in it. */
    Map<String, String> users;

    /** Access rules. */
    List<String> acls;

    /** Users who may do everything. */
    List<String> superUsers;

    /** Whether what no rule allows is refused, also if there are no rules. */
    boolean authorize;

    /** Whether brokers with TLS ask clients for certificates. */
    String clientAuth;

    /** The address brokers listen on. */
    String bind;

    /** The host clients are told to connect to. */
    String advertise;

    /** For Maven. */
    public Security() {}

    /**
     * The words of the server's command line.
     *
     * @param clientFiles where the properties and certificates of clients go
     */
    List<String> options(Path clientFiles) {
        List<String> words = new ArrayList<>(List.of("--protocol", protocol));
        each(words, "--mechanism", mechanisms);
        new TreeMap<>(users == null ? Map.<String, String>of() : users)
                .forEach((name, password) -> add(words, "--user", password == null ? name : name + ":" + password));
        each(words, "--acl", acls);
        each(words, "--super-user", superUsers);
        if (authorize) {
            words.add("--authorize");
        }
        add(words, "--client-auth", clientAuth);
        add(words, "--bind", bind);
        add(words, "--advertise", advertise);
        add(words, "--client-files", clientFiles.toString());
        return words;
    }

    private static void each(List<String> words, String option, List<String> values) {
        if (values != null) {
            values.forEach(value -> add(words, option, value));
        }
    }

    private static void add(List<String> words, String option, String value) {
        if (value != null) {
            words.addAll(List.of(option, value.strip()));
        }
    }
}
