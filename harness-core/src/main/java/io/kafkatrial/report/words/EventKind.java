/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.history.Event;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How one kind of event reads and where it is drawn.
 *
 * <p>{@code who}, {@code words} and {@code ribbon} are templates over the components of the event:
 * {@code {name}} is a value, {@code {place}} is topic, partition and offset, {@code [a|b]} is {@code a} if
 * its values are there, else {@code b}.
 *
 * @param label one or two words for the legend, for example {@code acked}
 * @param lane the group of its lane
 * @param tone its colour
 * @param who the lane's name and the grammatical subject, for example {@code broker {broker}}
 * @param words what it did, for example {@code is {state}}
 * @param ribbon what it makes of the lane from here on, for example {@code {state}}; empty for a mere mark, {@link #END} for
 *     the end of what was before
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record EventKind(String label, Lane lane, Tone tone, String who, String words, String ribbon) {

    /** The ribbon that ends one. */
    public static final String END = "!";

    /** Told by columns of their own, so that the words need not repeat them. */
    private static final Set<String> COMMON = Set.of("at", "topic", "partition", "offset");

    /** Components that can name who did it, the most telling first. */
    private static final List<String> ACTORS = List.of(
            "transactionalId",
            "consumer",
            "member",
            "by",
            "client",
            "producer",
            "fault",
            "broker",
            "controller",
            "coordinator",
            "group");

    private static final Set<String> TOLD = Set.of("id", "place", "key", "sender");

    private static final Set<String> NUMBERED = Set.of("broker", "controller", "coordinator", "group");

    public EventKind {
        requireNonNull(label, "label");
        requireNonNull(lane, "lane");
        requireNonNull(tone, "tone");
        requireNonNull(who, "who");
        requireNonNull(words, "words");
        requireNonNull(ribbon, "ribbon");
    }

    /** The names in the words that are not told by id, place and key. */
    public List<String> otherNames() {
        return Template.of(words).names().stream()
                .filter(name -> !TOLD.contains(name))
                .toList();
    }

    /** Begin a line of the table: where it is drawn, and who did it. */
    static Row on(Lane lane, String who) {
        return new Row(lane, who);
    }

    /** A line of the table that does not say yet what happened. */
    record Row(Lane lane, String who) {
        EventKind says(Tone tone, String label, String words) {
            return new EventKind(label, lane, tone, who, words, "");
        }
    }

    EventKind ribbon(String template) {
        return new EventKind(label, lane, tone, who, words, template);
    }

    /** A kind for an event without a line in the table: told by the names of its type and its components. */
    static EventKind derived(Class<? extends Event> type) {
        Fields fields = Fields.of(type);
        String label = spoken(type.getSimpleName());
        Optional<String> actor = ACTORS.stream().filter(fields::has).findFirst();
        String who = actor.map(name -> (NUMBERED.contains(name) ? name + " " : "") + "[{" + name + "}|unknown]")
                .orElseGet(() -> fields.has("id")
                        ? "[{sender}|unknown]"
                        : fields.has("partition") ? "[{topic}-{partition}|cluster]" : "cluster");
        StringBuilder words = new StringBuilder(label);
        if (fields.has("id")) {
            words.append("[: {id}]");
        }
        if (fields.has("topic")) {
            words.append("[ {place}]");
        }
        for (String name : fields.names()) {
            if (!COMMON.contains(name)
                    && !name.equals("id")
                    && !Optional.of(name).equals(actor)) {
                words.append("[, ")
                        .append(spoken(name))
                        .append(" {")
                        .append(name)
                        .append("}]");
            }
        }
        String ribbon = fields.has("state") ? "{state}" : isTransaction(fields) ? label : "";
        return new EventKind(label, lane(actor, fields), tone(type.getSimpleName()), who, words.toString(), ribbon);
    }

    private static boolean isTransaction(Fields fields) {
        return fields.has("transactionalId") && !fields.has("offset") && !fields.has("id");
    }

    private static Lane lane(Optional<String> actor, Fields fields) {
        return switch (actor.orElse("")) {
            case "transactionalId" -> Lane.TRANSACTIONS;
            case "consumer", "member", "client" -> Lane.CONSUMERS;
            case "by" -> Lane.APPLICATIONS;
            case "producer" -> Lane.PRODUCERS;
            case "fault" -> Lane.FAULTS;
            case "broker" -> Lane.BROKERS;
            case "controller", "coordinator", "group" -> Lane.CONTROLLERS;
            default -> fields.has("id") ? Lane.PRODUCERS : fields.has("partition") ? Lane.PARTITIONS : Lane.OTHER;
        };
    }

    private static Tone tone(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (name.matches(".*(failed|aborted|fenced|lost|refused)")) {
            return Tone.FAILED;
        } else if (name.endsWith("unknown")) {
            return Tone.UNKNOWN;
        } else if (name.endsWith("committed")) {
            return Tone.COMMITTED;
        } else if (name.matches(".*(invoked|begun|started|asked)")) {
            return Tone.ASKED;
        } else if (name.matches(".*(acked|acknowledged|done|ended)")) {
            return Tone.ACKED;
        }
        return name.matches(".*(polled|read|seen|fetched)") ? Tone.READ : Tone.CHANGED;
    }

    /** {@code TransactionBegun} as {@code transaction begun}. */
    static String spoken(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
