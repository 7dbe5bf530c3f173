/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkatrial.chaos.Draft;
import io.kafkatrial.chaos.DraftJson;
import io.kafkatrial.chaos.Experiment;
import io.kafkatrial.chaos.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The files of one {@link Chaos} test: every draft before it is run, and what became of a failure.
 *
 * @param reports where the report files of all tests go
 */
record ChaosFiles(Path reports, TestName test, Method method) {

    /**
     * What is kept of a failure.
     *
     * @param first the draft that failed first
     * @param smallest the smallest that still did
     * @param regression a test to paste
     */
    record Kept(Path first, Path smallest, Path regression) {}

    /** The draft a run is to take instead of drawn ones: from {@code -Dtrial.replay}, else from the annotation. */
    static Optional<Draft> given(ExtensionContext context, Chaos chaos) {
        Optional<String> file =
                context.getConfigurationParameter("trial.replay").filter(name -> !name.isBlank());
        if (file.isPresent()) {
            return file.map(name -> DraftJson.read(Path.of(name)));
        }
        String draft = chaos.draft().trim();
        if (draft.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                draft.startsWith("{")
                        ? DraftJson.read("@Chaos(draft)", draft)
                        : DraftJson.read(draft, resource(context.getRequiredTestClass(), draft)));
    }

    private static String resource(Class<?> testClass, String name) {
        try (InputStream in = testClass.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw JunitComplaints.noDraft(name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Write a draft down, before it is run. */
    void write(Experiment experiment) {
        if (experiment instanceof Experiment.Explore || experiment instanceof Experiment.Shrink) {
            String suffix = experiment instanceof Experiment.Shrink ? "-attempt.json" : ".json";
            write(name(experiment.draft()) + suffix, DraftJson.write(experiment.draft()));
        }
    }

    Kept keep(Finding finding) {
        String name = name(finding.draft());
        return new Kept(
                directory().resolve(name + ".json"),
                write(name + "-smallest.json", DraftJson.write(finding.smallest())),
                write(name + "-regression.java", RegressionTest.of(method, finding)));
    }

    private String name(Draft draft) {
        return "seed-" + draft.seed();
    }

    private Path directory() {
        return test.directory(reports).resolve("chaos").toAbsolutePath();
    }

    private Path write(String name, String text) {
        Path file = directory().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text, UTF_8);
        } catch (IOException failed) {
            throw JunitComplaints.draftNotWritten(file, failed);
        }
    }
}
