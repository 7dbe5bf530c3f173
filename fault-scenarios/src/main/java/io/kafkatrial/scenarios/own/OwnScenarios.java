/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.own;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.run.Selection;
import io.kafkatrial.scenarios.yaml.ScenarioFile;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Finds scenarios of a user's own. Stateless; classes are looked for by the context class loader of the thread. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class OwnScenarios {

    private OwnScenarios() {}

    /**
     * What is selected of all there are: the library's, those that the class path offers, and these. Of these only, if
     * nothing is said of which.
     *
     * @param named scenarios that the user has named by file or class
     * @throws TrialException if a word of the selection is not known, or nothing is left
     */
    public static List<Scenario> select(Selection selection, List<Scenario> named) {
        List<Scenario> all = new ArrayList<>(named);
        if (named.isEmpty() || !selection.isOpen()) {
            all.addAll(0, Scenarios.all());
            all.addAll(offered());
        }
        return selection.from(all);
    }

    /**
     * Those that the class path offers as services: named in {@code
     * META-INF/services/io.kafkatrial.scenarios.Scenario}.
     *
     * @throws TrialException if one that is named cannot be made
     */
    public static List<Scenario> offered() {
        try {
            return ServiceLoader.load(Scenario.class, loader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError broken) {
            throw new TrialException(
                    "a scenario that the class path offers cannot be made: " + broken.getMessage()
                            + ". Correct META-INF/services/" + Scenario.class.getName() + ".",
                    broken);
        }
    }

    /**
     * The scenario of this class, which has a constructor without parameters; it need not be public.
     *
     * @throws TrialException if there is no such class, or it is no scenario
     */
    public static Scenario ofClass(String name) {
        try {
            Class<?> type = Class.forName(name, true, loader());
            if (!Scenario.class.isAssignableFrom(type)) {
                throw new TrialException(type + " is no " + Scenario.class.getName() + ". Let it implement that.");
            }
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Scenario) constructor.newInstance();
        } catch (InvocationTargetException broken) {
            throw new TrialException(
                    "scenario class " + name + " cannot be made: " + broken.getCause(), broken.getCause());
        } catch (ReflectiveOperationException | LinkageError absent) {
            throw new TrialException(
                    "scenario class " + name + " cannot be made: " + absent
                            + ". Write its full name, put it on the class path, and give it a constructor without"
                            + " parameters.",
                    absent);
        }
    }

    /**
     * The scenarios in a file, or in the files of a directory whose names end in {@code .yaml}, {@code .yml} or {@code
     * .json}, in the order of their names.
     *
     * @throws TrialException naming file, line and cause if one cannot be read, or if there is none
     */
    public static List<Scenario> in(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(ScenarioFile.read(place));
        }
        List<Path> files = filesIn(place);
        if (files.isEmpty()) {
            throw new TrialException("there is no scenario in " + place.toAbsolutePath()
                    + ": no file there ends in .yaml, .yml or .json. Name another directory.");
        }
        return files.stream().map(ScenarioFile::read).toList();
    }

    /** The files of a directory that are taken for scenarios; just the file, if it is one. */
    public static List<Path> filesIn(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new TrialException(
                    "the directory " + place.toAbsolutePath() + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static ClassLoader loader() {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(OwnScenarios.class::getClassLoader);
    }
}
