/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a scenario teaches, in words. Begin with {@link #of}.
 *
 * @param name its name on command lines, in kebab case
 * @param chapter where it stands in the book
 * @param tags words to select it by; the chapter's name is always one of them
 * @param idea what happens, and why
 * @param fault what is broken, and when
 * @param advice what to do about it
 * @param source where Kafka itself says so
 * @param application what an application of one's own has to do to be put on trial in this scenario, in the place of the
 *     scenario's workload; empty if the workload is what is shown, so that there is no place for another
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Page(
        String name,
        Chapter chapter,
        SortedSet<String> tags,
        String idea,
        String fault,
        String advice,
        String source,
        Optional<String> application) {
    public Page {
        requireNonNull(name, "name");
        requireNonNull(chapter, "chapter");
        tags = withChapter(tags, chapter);
        requireNonNull(idea, "idea");
        requireNonNull(fault, "fault");
        requireNonNull(advice, "advice");
        requireNonNull(source, "source");
        requireNonNull(application, "application");
    }

    private static SortedSet<String> withChapter(Collection<String> tags, Chapter chapter) {
        SortedSet<String> all = new TreeSet<>(tags);
        all.add(chapter.toString());
        return Collections.unmodifiableSortedSet(all);
    }

    /** Begin a page: its name, in kebab case, its chapter, and words to select it by. */
    public static Draft of(String name, Chapter chapter, String... tags) {
        SortedSet<String> words = new TreeSet<>();
        Collections.addAll(words, tags);
        return new Draft(new Page(name, chapter, words, "", "", "", "", Optional.empty()));
    }

    /** A page being written. A value. */
    public record Draft(Page page) {

        /** What happens, and why. */
        public Draft idea(String text) {
            return new Draft(new Page(
                    page.name, page.chapter, page.tags, text, page.fault, page.advice, page.source, page.application));
        }

        /** What is broken, and when. */
        public Draft fault(String text) {
            return new Draft(new Page(
                    page.name, page.chapter, page.tags, page.idea, text, page.advice, page.source, page.application));
        }

        /** What to do about it. */
        public Draft advice(String text) {
            return new Draft(new Page(
                    page.name, page.chapter, page.tags, page.idea, page.fault, text, page.source, page.application));
        }

        /** What an application of one's own has to do to take the workload's place. */
        public Draft application(String text) {
            return new Draft(new Page(
                    page.name,
                    page.chapter,
                    page.tags,
                    page.idea,
                    page.fault,
                    page.advice,
                    page.source,
                    Optional.of(text)));
        }

        /** Where Kafka itself says so; the last line of a page. */
        public Page source(String text) {
            return new Page(
                    page.name, page.chapter, page.tags, page.idea, page.fault, page.advice, text, page.application);
        }
    }
}
