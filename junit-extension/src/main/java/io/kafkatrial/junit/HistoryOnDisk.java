/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.history.Appender;
import io.kafkatrial.history.History;
import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.scenarios.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a test's history, which follows the test from its beginning: a JVM that is killed leaves what happened
 * until then. What a disk refuses is said in the log; it never becomes a failure of the test. Confined to one thread
 * at a time: {@link TestStage} sees to it.
 */
final class HistoryOnDisk implements Closing {

    /** The name of the file. */
    static final String NAME = "history.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(HistoryOnDisk.class);

    private final TestName test;
    private final Optional<Appender> appender;

    private HistoryOnDisk(TestName test, Optional<Appender> appender) {
        this.test = test;
        this.appender = appender;
    }

    /** Follow a trial with the file in the directory of its test. */
    static HistoryOnDisk follow(Trial trial, TestName test, Path reports) {
        try {
            Path directory = Files.createDirectories(test.directory(reports).toAbsolutePath());
            return new HistoryOnDisk(test, Optional.of(trial.append(directory.resolve(NAME))));
        } catch (IOException | InvalidPathException unwritable) {
            warn(test, unwritable);
            return none(test);
        }
    }

    /** Of a test whose history nobody follows. */
    static HistoryOnDisk none(TestName test) {
        return new HistoryOnDisk(test, Optional.empty());
    }

    /** Complete the file in this directory; without a follower, write it now. */
    void write(Path directory, History history) throws IOException {
        if (appender.isPresent()) {
            appender.get().close(history);
        } else {
            HistoryFile.write(directory.resolve(NAME), history);
        }
    }

    /** Complete the file of a test that gets no report, if there is one. */
    void end(History history) {
        try {
            if (appender.isPresent()) {
                appender.get().close(history);
            }
        } catch (IOException unwritable) {
            warn(test, unwritable);
        }
    }

    /** Complete the file with what was recorded, unless that is done. */
    @Override
    public void close() {
        try {
            if (appender.isPresent()) {
                appender.get().close();
            }
        } catch (IOException unwritable) {
            warn(test, unwritable);
        }
    }

    private static void warn(TestName test, Exception unwritable) {
        LOG.warn("the history of {} cannot be kept on disk: {}", test, unwritable.toString());
    }
}
