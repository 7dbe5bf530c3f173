/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * An application of the user's own as the workload of a scenario. A value.
 *
 * @param scenario the scenario's name, told to the application
 */
record OwnWork(OwnApplication application, String scenario) implements Half.Work {

    @Override
    public Recording recording() {
        return application.recording().orElseGet(() -> runsHere() ? Recording.CLIENTS : Recording.WIRE);
    }

    /** Whether all of it runs in this process; what cannot be loaded is complained of when it is started. */
    private boolean runsHere() {
        return application.parts().stream()
                .map(Part::code)
                .allMatch(code -> code instanceof Code.JavaClass named && Classes.isApplication(named.name()));
    }

    @Override
    public void run(Stage stage) throws Exception {
        Surroundings around = Surroundings.of(stage, scenario, recording());
        List<RunningPart> parts = new ArrayList<>();
        try {
            for (Part part : application.parts()) {
                parts.add(start(part, around));
            }
            new Course(stage, parts, application.bound()).await();
        } finally {
            parts.forEach(RunningPart::kill);
        }
    }

    private static RunningPart start(Part part, Surroundings around) {
        if (part.code() instanceof Code.Command command) {
            return ProcessPart.start(part, command.words(), around.environment(part.role()));
        }
        Code.JavaClass named = (Code.JavaClass) part.code();
        Class<?> type = Classes.load(named.name());
        if (Classes.isApplication(named.name())) {
            return ThreadPart.start(part, Classes.make(type), around.applicationStage());
        }
        if (Classes.hasMain(type)) {
            return ProcessPart.start(part, around.java(type), around.environment(part.role()));
        }
        throw AppComplaints.noApplication(type);
    }

    @Override
    public String toString() {
        return application.toString();
    }

    /** Complains where a class cannot be loaded. */
    private static final class Classes {

        private Classes() {}

        static boolean isApplication(String name) {
            return Application.class.isAssignableFrom(load(name));
        }

        static boolean hasMain(Class<?> type) {
            try {
                type.getMethod("main", String[].class);
                return true;
            } catch (NoSuchMethodException none) {
                return false;
            }
        }

        static Class<?> load(String name) {
            ClassLoader own = Thread.currentThread().getContextClassLoader();
            try {
                return Class.forName(name, true, own == null ? OwnWork.class.getClassLoader() : own);
            } catch (ClassNotFoundException | LinkageError absent) {
                throw AppComplaints.noClass(name, absent);
            }
        }

        static Application make(Class<?> type) {
            try {
                return (Application) type.getConstructor().newInstance();
            } catch (java.lang.reflect.InvocationTargetException broken) {
                throw new TrialException(type + " cannot be made: " + broken.getCause(), broken.getCause());
            } catch (ReflectiveOperationException hidden) {
                throw AppComplaints.noApplication(type);
            }
        }
    }
}
