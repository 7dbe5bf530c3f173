/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.run;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Side;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Which scenarios, and which of their halves. A scenario has to meet every condition that is given; of the words of one
 * condition one is enough. A value.
 *
 * @param names names, or patterns in which {@code *} stands for any letters and {@code ?} for one; empty for all
 * @param without names or patterns of those to leave out
 * @param tags tags; empty for all
 * @param chapters chapters by name; empty for all
 * @param sides {@code dangerous}, {@code guarded}; empty for both
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Selection(
        List<String> names, List<String> without, List<String> tags, List<String> chapters, List<String> sides) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), List.of(), List.of(), List.of());

    public Selection {
        names = List.copyOf(names);
        without = List.copyOf(without);
        tags = List.copyOf(tags);
        chapters = List.copyOf(chapters);
        sides = List.copyOf(sides);
    }

    /** The scenarios of these names. */
    public static Selection of(String... names) {
        return new Selection(List.of(names), List.of(), List.of(), List.of(), List.of());
    }

    /** The scenarios with one of these tags. */
    public static Selection tagged(String... tags) {
        return new Selection(List.of(), List.of(), List.of(tags), List.of(), List.of());
    }

    /** Whether it says nothing of which scenarios. */
    public boolean isOpen() {
        return names.isEmpty() && without.isEmpty() && tags.isEmpty() && chapters.isEmpty();
    }

    /** Both halves, or the ones that are asked for. */
    public Set<Side> chosenSides() {
        List<String> known = Arrays.stream(Side.values()).map(Side::toString).toList();
        requireKnown("half", sides, known);
        return Arrays.stream(Side.values())
                .filter(side -> sides.isEmpty() || sides.contains(side.toString()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Side.class)));
    }

    /**
     * The chosen ones of these scenarios, in their order.
     *
     * @throws TrialException if a word of the selection is not known, naming the nearest one; if two scenarios have one
     *     name; or if nothing is left
     */
    public List<Scenario> from(List<Scenario> all) {
        requireOnce(all);
        List<String> known = all.stream().map(Selection::name).toList();
        requireNames(names, known);
        requireNames(without, known);
        requireKnown("tag", tags, tags(all));
        requireKnown("chapter", chapters, chaptersThereAre());
        List<Scenario> chosen = all.stream()
                .filter(scenario -> names.isEmpty() || matches(names, name(scenario)))
                .filter(scenario -> !matches(without, name(scenario)))
                .filter(scenario -> tags.isEmpty()
                        || !Collections.disjoint(tags, scenario.page().tags()))
                .filter(scenario -> chapters.isEmpty()
                        || chapters.contains(scenario.page().chapter().toString()))
                .toList();
        if (chosen.isEmpty()) {
            throw RunComplaints.nothingSelected();
        }
        return chosen;
    }

    private static void requireOnce(List<Scenario> all) {
        Set<String> seen = new HashSet<>();
        all.stream()
                .map(Selection::name)
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw RunComplaints.twice(name);
                });
    }

    private static void requireNames(List<String> asked, List<String> known) {
        for (String name : asked) {
            if (known.stream().noneMatch(pattern(name).asMatchPredicate())) {
                throw isPattern(name)
                        ? RunComplaints.nothingMatches(name)
                        : RunComplaints.unknown("scenario", name, known);
            }
        }
    }

    private static void requireKnown(String what, List<String> asked, Collection<String> known) {
        for (String word : asked) {
            if (!known.contains(word)) {
                throw RunComplaints.unknown(what, word, known);
            }
        }
    }

    private static List<String> tags(List<Scenario> all) {
        return all.stream()
                .flatMap(scenario -> scenario.page().tags().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> chaptersThereAre() {
        return Arrays.stream(Chapter.values()).map(Chapter::toString).toList();
    }

    private static String name(Scenario scenario) {
        return scenario.page().name();
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> pattern(pattern).asMatchPredicate().test(name));
    }

    private static boolean isPattern(String name) {
        return name.contains("*") || name.contains("?");
    }

    private static Pattern pattern(String name) {
        String regex = Arrays.stream(name.toLowerCase(Locale.ROOT).split("(?<=[*?])|(?=[*?])", -1))
                .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                .collect(Collectors.joining());
        return Pattern.compile(regex);
    }
}
