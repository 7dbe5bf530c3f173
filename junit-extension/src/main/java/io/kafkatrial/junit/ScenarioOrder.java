/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.app.Code;
import io.kafkatrial.scenarios.app.Ends;
import io.kafkatrial.scenarios.app.OnTrial;
import io.kafkatrial.scenarios.app.OwnApplication;
import io.kafkatrial.scenarios.app.Part;
import io.kafkatrial.scenarios.app.Role;
import io.kafkatrial.scenarios.own.OwnScenarios;
import io.kafkatrial.scenarios.run.Job;
import io.kafkatrial.scenarios.run.Order;
import io.kafkatrial.scenarios.run.Seeds;
import io.kafkatrial.scenarios.run.Selection;
import io.kafkatrial.scenarios.yaml.ScenarioFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a {@link Scenario} asks for. A value.
 *
 * @param jobs at least one
 * @param bound how long each may take
 * @param options what goes over the annotation
 */
record ScenarioOrder(List<Job> jobs, Duration bound, Options options) {

    /** Whether this test is one of scenarios. */
    static boolean isWanted(Method method) {
        return AnnotationSupport.isAnnotated(method, Scenario.class)
                || method.getDeclaringClass().equals(ScenarioTests.class);
    }

    /**
     * Read it.
     *
     * @throws TrialException naming the test, and the nearest valid word where one is not known
     */
    static ScenarioOrder of(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        Method method = context.getRequiredTestMethod();
        Scenario scenario = DeclaredHere.closest(testClass, method, Scenario.class)
                .orElseThrow(() -> JunitComplaints.noScenario(testClass));
        String where = "@Scenario on " + testClass.getSimpleName() + "." + method.getName();
        Options options = Options.of(context);
        try {
            Class<?> owner =
                    AnnotationSupport.isAnnotated(method, Scenario.class) ? method.getDeclaringClass() : testClass;
            List<Job> jobs = order(scenario, owner, options).jobs();
            if (jobs.isEmpty()) {
                throw JunitComplaints.noSuchHalf(List.of(scenario.halves()));
            }
            return new ScenarioOrder(jobs, Durations.parse(scenario.timeout()), options);
        } catch (TrialException mistake) {
            throw JunitComplaints.at(where, mistake);
        }
    }

    private static Order order(Scenario asked, Class<?> owner, Options options) {
        Selection selection = new Selection(
                List.of(asked.value()), List.of(asked.without()), List.of(asked.tags()), List.of(), List.of());
        Set<Side> sides = Set.copyOf(Arrays.asList(asked.halves()));
        if (sides.isEmpty()) {
            throw JunitComplaints.noSuchHalf(List.of());
        }
        Order order = new Order(
                scenarios(asked, selection, owner), sides, List.of(engine(asked, options)), seeds(asked, options));
        order.requireEngines();
        return order;
    }

    private static List<io.kafkatrial.scenarios.Scenario> scenarios(
            Scenario asked, Selection selection, Class<?> owner) {
        List<io.kafkatrial.scenarios.Scenario> own = new ArrayList<>();
        for (String file : asked.files()) {
            own.addAll(in(file, owner));
        }
        for (Class<?> type : asked.classes()) {
            own.add(OwnScenarios.ofClass(type.getName()));
        }
        List<io.kafkatrial.scenarios.Scenario> selected = OwnScenarios.select(selection, own);
        if (asked.application() == void.class) {
            return selected;
        }
        Code code = new Code.JavaClass(asked.application().getName());
        OwnApplication application = OwnApplication.of(new Part(Role.APPLICATION, code, Ends.parse(asked.ends())));
        return OnTrial.inEach(selected, selection.names(), application, List.of());
    }

    private static List<io.kafkatrial.scenarios.Scenario> in(String name, Class<?> owner) {
        URL beside = owner.getResource(name);
        if (beside == null) {
            return OwnScenarios.in(Path.of(name));
        }
        if (beside.getProtocol().equals("file")) {
            return OwnScenarios.in(Path.of(URI.create(beside.toString())));
        }
        try (InputStream text = beside.openStream()) {
            return List.of(ScenarioFile.read(name, new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw JunitComplaints.scenarioFile(name, owner, unreadable);
        }
    }

    private static String engine(Scenario asked, Options options) {
        return options.engine()
                .or(() -> given(asked.engine()))
                .or(() -> given(System.getenv("TRIAL_ENGINE")))
                .orElse("embedded");
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static List<Long> seeds(Scenario asked, Options options) {
        if (options.seed().isPresent()) {
            return List.of(options.seed().getAsLong());
        }
        return Seeds.from(asked.seed() == 0 ? Seeds.fresh() : asked.seed(), asked.runs());
    }

    /** Whether its runs differ in their seeds. */
    boolean isRepeated() {
        return jobs.stream().map(Job::seed).distinct().count() > 1;
    }
}
