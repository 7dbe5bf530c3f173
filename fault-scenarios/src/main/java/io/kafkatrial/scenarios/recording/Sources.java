/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Makes one history of several: of a trial, of the other processes it reads from, and of answers that were given to their
 * sends at the end.
 *
 * <p>Events of one source keep their order. Events of different sources are ordered by their times; where an event of a
 * source says an earlier time than the one before it, it counts as of the time of that one. Of equal times the trial's
 * own come first, then the sources in the order of their files' names. All processes of one machine read one clock, so
 * what one process did because of what another had done comes behind it; processes of several machines must have their
 * clocks in step, or what was concurrent for them may change places.
 *
 * <p>Confined to the caller's thread.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Sources {

    private final Trail trail;
    private final List<Path> directories = new ArrayList<>();
    private final List<List<Event>> others = new ArrayList<>();

    /** Of this trail, so far. */
    public Sources(Trail trail) {
        this.trail = trail;
    }

    /** Also of what processes write into this directory. */
    public void add(Path directory) {
        directories.add(directory);
    }

    /**
     * Read what other processes wrote: to be done when they are done, before the final read.
     *
     * @return one sentence for each directory that could not be read
     */
    public List<String> read() {
        List<String> troubles = new ArrayList<>();
        for (Path directory : directories) {
            try {
                others.addAll(SourceFiles.read(directory, trail, troubles));
            } catch (IOException unreadable) {
                troubles.add("the histories in " + directory + " cannot be read: " + unreadable.getMessage());
            }
        }
        TreeSet<String> topics = new TreeSet<>();
        for (List<Event> source : others) {
            for (Event event : source) {
                if (event instanceof Event.SendInvoked sent) {
                    topics.add(sent.topic());
                }
            }
        }
        trail.sawTopics(topics);
        return troubles;
    }

    /** The one history; to be asked after the final read. */
    public History merged() {
        History own = trail.history();
        List<List<Event>> all = new ArrayList<>();
        all.add(own.events());
        all.addAll(others);
        List<Event> seen = all.size() == 1 ? own.events() : merge(all);
        List<Event> ends = trail.answers().resolve(seen);
        if (ends.isEmpty()) {
            return all.size() == 1 ? own : new History(seen);
        }
        return new History(merge(List.of(seen, ends)));
    }

    private static final class Head {
        private final List<Event> source;
        private final int number;
        private int next;
        private java.time.Instant time = java.time.Instant.MIN;

        Head(List<Event> source, int number) {
            this.source = source;
            this.number = number;
            look();
        }

        private boolean look() {
            if (next >= source.size()) {
                return false;
            }
            java.time.Instant at = source.get(next).at();
            time = at.isAfter(time) ? at : time;
            return true;
        }
    }

    static List<Event> merge(List<List<Event>> sources) {
        PriorityQueue<Head> heads = new PriorityQueue<>((one, other) -> {
            int byTime = one.time.compareTo(other.time);
            return byTime != 0 ? byTime : Integer.compare(one.number, other.number);
        });
        int total = 0;
        for (int number = 0; number < sources.size(); number++) {
            total += sources.get(number).size();
            if (!sources.get(number).isEmpty()) {
                heads.add(new Head(sources.get(number), number));
            }
        }
        List<Event> merged = new ArrayList<>(total);
        while (!heads.isEmpty()) {
            Head first = heads.remove();
            merged.add(first.source.get(first.next++));
            if (first.look()) {
                heads.add(first);
            }
        }
        return merged;
    }
}
