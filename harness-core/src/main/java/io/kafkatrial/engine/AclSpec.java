/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One access rule: who may, or may not, do what with which resource, from any host.
 *
 * @param principal a user of the spec, a Kafka principal as in {@code User:CN=alice}, or {@code *} for everybody
 * @param allow whether it allows or denies; what is denied stays denied
 * @param operation what may be done
 * @param resource the kind of resource
 * @param name the resource's name; {@code *} for every resource of the kind
 * @param prefixed whether {@code name} is only how the resource's name begins
 */
public record AclSpec(
        String principal, boolean allow, Operation operation, Resource resource, String name, boolean prefixed) {

    /** What clients do with resources; Kafka's ACL operations, by their names. */
    public enum Operation {
        ALL,
        READ,
        WRITE,
        CREATE,
        DELETE,
        ALTER,
        DESCRIBE,
        CLUSTER_ACTION,
        DESCRIBE_CONFIGS,
        ALTER_CONFIGS,
        IDEMPOTENT_WRITE
    }

    /** The kinds of resources; Kafka's resource types, by their names. */
    public enum Resource {
        TOPIC,
        GROUP,
        CLUSTER,
        TRANSACTIONAL_ID
    }

    private static final String FORM = "WHO allow|deny OPERATION[,OPERATION] KIND:NAME";
    private static final int WORDS = 4;

    public AclSpec {
        requireNonNull(operation, "operation");
        requireNonNull(resource, "resource");
        if (principal.isBlank() || name.isBlank()) {
            throw SecurityComplaints.acl(principal + " … " + resource + ":" + name, "a name is blank", FORM);
        }
    }

    /**
     * Read one rule for each operation in a text such as {@code alice allow READ,DESCRIBE topic:orders} or
     * {@code * deny WRITE topic:audit-*}, where a {@code *} at the end stands for every ending. The name of the
     * cluster may be left out: {@code alice allow CREATE cluster}.
     *
     * @throws TrialException if the text is in no such form
     */
    public static List<AclSpec> parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length != WORDS) {
            throw SecurityComplaints.acl(text, "it has " + words.length + " words, not " + WORDS, FORM);
        }
        boolean allow = words[1].equalsIgnoreCase("allow");
        if (!allow && !words[1].equalsIgnoreCase("deny")) {
            throw SecurityComplaints.acl(text, "'" + words[1] + "' is neither allow nor deny", FORM);
        }
        String[] target = words[3].split(":", 2);
        Resource kind = constant(text, "a kind of resource", Resource.values(), target[0]);
        String name = target.length == 2 ? target[1] : kind == Resource.CLUSTER ? "kafka-cluster" : "";
        boolean prefixed = name.length() > 1 && name.endsWith("*");
        String rest = prefixed ? name.substring(0, name.length() - 1) : name;
        return Arrays.stream(words[2].split(",", -1))
                .map(operation -> constant(text, "an operation", Operation.values(), operation))
                .map(operation -> new AclSpec(words[0], allow, operation, kind, rest, prefixed))
                .toList();
    }

    private static <E extends Enum<E>> E constant(String text, String what, E[] known, String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(known)
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> SecurityComplaints.acl(
                        text, "'" + name + "' is not " + what + "; there are " + Arrays.toString(known), FORM));
    }
}
