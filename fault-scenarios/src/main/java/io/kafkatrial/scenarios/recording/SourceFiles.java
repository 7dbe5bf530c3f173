/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.history.Appender;
import io.kafkatrial.history.Event;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.history.Kind;
import io.kafkatrial.history.Lane;
import io.kafkatrial.history.RecordId;
import io.kafkatrial.history.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the intercepted clients of another process write, and the trial reads: one history for each process, and beside
 * it the answers whose sends nobody named. A process that is killed leaves out its last moments.
 */
final class SourceFiles {

    private static final String HISTORY = ".jsonl";
    private static final String ANSWERS = ".answers";
    private static final String TAB = "\t";

    private SourceFiles() {}

    /** A trail into files of this process in a directory. */
    static Trail open(Path directory) {
        String token = "x" + ProcessHandle.current().pid() + "-"
                + Long.toString(InstantSource.system().millis(), Character.MAX_RADIX);
        try {
            Files.createDirectories(directory);
            Path answers = Files.createFile(directory.resolve(token + ANSWERS));
            Recorder recorder = new Recorder();
            Appender file = HistoryFile.append(directory.resolve(token + HISTORY), recorder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(file), "kafka-trial-history-end"));
            Trail trail = new Trail(recorder, InstantSource.system(), token);
            trail.besideStrangers();
            trail.answers().tell(line -> append(answers, text(line)));
            return trail;
        } catch (IOException unwritable) {
            throw new TrialException(
                    "the history of this application cannot be written to " + directory + ": " + unwritable.getMessage()
                            + ". Set " + Interception.HISTORY + " to a directory that it may write to.",
                    unwritable);
        }
    }

    private static void close(Appender file) {
        try {
            file.close();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static String text(Object line) {
        return line instanceof Answers.Sent sent
                ? String.join(TAB, "sent", sent.id().toString(), sent.topic(), Long.toString(sent.timestamp()))
                : text((Answers.Answer) line);
    }

    private static String text(Answers.Answer answer) {
        return String.join(
                TAB,
                "answer",
                answer.at().toString(),
                answer.producer(),
                answer.topic(),
                Integer.toString(answer.partition()),
                Long.toString(answer.offset()),
                Long.toString(answer.timestamp()),
                answer.error().replaceAll("\\s", " "),
                answer.of(),
                Boolean.toString(answer.transactional()));
    }

    /**
     * Read what other processes wrote, and make their records known to the trail.
     *
     * @param troubles told of what is incomplete
     * @return the events of each process, in its order
     * @throws IOException if a file cannot be read, or a whole line of it says nothing
     */
    static List<List<Event>> read(Path directory, Trail into, List<String> troubles) throws IOException {
        List<List<Event>> sources = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return sources;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(HISTORY)) {
                sources.add(source(HistoryFile.readUpToDamage(file), into, troubles));
            } else if (name.endsWith(ANSWERS)) {
                for (String line : Files.readAllLines(file, UTF_8)) {
                    into.answers().add(parse(line, file));
                }
            }
        }
        return sources;
    }

    /** What a process that was killed did last is missing: what it sent then is nobody's. */
    private static List<Event> source(History history, Trail into, List<String> troubles) {
        List<Event> events = history.events();
        if (history.damage().isEmpty()) {
            lanes(history).forEach(into.marks()::adopt);
            return events;
        }
        troubles.add("the history of an application is incomplete, so what it did last is not judged: "
                + history.damage().get());
        events.forEach(event -> {
            if (event instanceof Event.SendInvoked sent) {
                into.marks().adopt(sent.id());
            }
        });
        return events;
    }

    private static Set<String> lanes(History history) {
        Set<String> lanes = new HashSet<>();
        for (Lane lane : history.lanes()) {
            if (lane.kind() == Kind.SEND_INVOKED) {
                lanes.add(history.names().producers().name(lane.producer()));
            }
        }
        return lanes;
    }

    private static Object parse(String line, Path file) throws IOException {
        String[] words = line.split(TAB, -1);
        try {
            return words[0].equals("sent")
                    ? new Answers.Sent(RecordId.parse(words[1]), words[2], Long.parseLong(words[3]))
                    : new Answers.Answer(
                            Instant.parse(words[1]),
                            words[2],
                            words[3],
                            Integer.parseInt(words[4]),
                            Long.parseLong(words[5]),
                            Long.parseLong(words[6]),
                            words[7],
                            words[8],
                            Boolean.parseBoolean(words[9]));
        } catch (RuntimeException torn) {
            throw new IOException("a line of " + file + " says nothing: '" + line + "'", torn);
        }
    }
}
