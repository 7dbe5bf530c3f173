/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.engine.ApplicationComplaints;
import io.kafkatrial.engine.apache.AgentJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Byteman in this JVM, by reflection: it has to be in the system class loader, where code with rules in it finds it. The
 * user's own is taken if there is one, with a listener; else one is made over our agent's instrumentation. One for the
 * whole JVM; safe for use by several threads.
 */
final class Byteman {

    private static final String RETRANSFORMER = "org.jboss.byteman.agent.Retransformer";
    private static final String LISTENER = "org.jboss.byteman.agent.TransformListener";
    private static final String MODULES = "org.jboss.byteman.modules.ModuleSystem";
    private static final String NO_MODULES = "org.jboss.byteman.modules.NonModuleSystem";

    private static @Nullable Byteman only;

    private final Object retransformer;

    private Byteman(Object retransformer) {
        this.retransformer = retransformer;
    }

    /** Whether rules can be put into the code of this JVM. */
    static boolean isPossible() {
        return own() != null || listener().isPresent();
    }

    static synchronized Byteman get() {
        Byteman known = only;
        if (known == null) {
            known = new Byteman(listener().orElseGet(Byteman::make));
            only = known;
        }
        return known;
    }

    /** Our agent, as the JVM started it: in the system class loader, which may not be the one of this class. */
    private static @Nullable Instrumentation own() {
        Object found = ofAgent("instrumentation");
        return found instanceof Instrumentation instrumentation ? instrumentation : null;
    }

    private static @Nullable Object ofAgent(String method) {
        try {
            return system(Agent.class.getName()).getMethod(method).invoke(null);
        } catch (ReflectiveOperationException none) {
            return null;
        }
    }

    private static Class<?> system(String name) throws ClassNotFoundException {
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }

    /** What the user's own Byteman listens with. */
    private static Optional<Object> listener() {
        try {
            Field listener = system(LISTENER).getDeclaredField("theTransformListener");
            listener.setAccessible(true);
            Object running = listener.get(null);
            if (running == null) {
                return Optional.empty();
            }
            Field retransformer = running.getClass().getDeclaredField("retransformer");
            retransformer.setAccessible(true);
            return Optional.ofNullable(retransformer.get(running));
        } catch (ReflectiveOperationException none) {
            return Optional.empty();
        }
    }

    private static Object make() {
        Instrumentation instrumentation = own();
        if (instrumentation == null) {
            throw ApplicationComplaints.noAgent();
        }
        try {
            provide(instrumentation);
            Class<?> modules = system(MODULES);
            Object none = system(NO_MODULES).getConstructor().newInstance();
            modules.getMethod("initialize", String.class).invoke(none, "");
            Object made = system(RETRANSFORMER)
                    .getConstructor(Instrumentation.class, modules, List.class, List.class, boolean.class)
                    .newInstance(instrumentation, none, List.of(), List.of(), true);
            instrumentation.addTransformer((ClassFileTransformer) made, true);
            return made;
        } catch (ReflectiveOperationException | IOException unlike) {
            throw ApplicationComplaints.unusable(unlike);
        }
    }

    private static void provide(Instrumentation instrumentation) throws IOException {
        try {
            system(RETRANSFORMER);
        } catch (ClassNotFoundException absent) {
            Object options = ofAgent("options");
            Path jar = Agent.byteman(options == null ? "" : options.toString()).orElseGet(AgentJar::find);
            instrumentation.appendToSystemClassLoaderSearch(new JarFile(jar.toFile()));
        }
    }

    /** Put a rule into the code that is loaded, and will be loaded. */
    synchronized void install(String id, String script) {
        StringWriter said = new StringWriter();
        call("installScript", List.of(script), List.of(id), new PrintWriter(said, true));
        String trouble = trouble(id);
        if (!trouble.isEmpty()) {
            remove(script);
            throw ApplicationComplaints.refused(id, trouble);
        }
    }

    /** Take it out again. */
    synchronized void remove(String script) {
        call("removeScripts", List.of(script), null, new PrintWriter(new StringWriter(), true));
    }

    /** What went wrong with a rule where it was put in; empty if nothing did. */
    synchronized String trouble(String id) {
        StringWriter all = new StringWriter();
        PrintWriter out = new PrintWriter(all, true);
        try {
            retransformer.getClass().getMethod("listScripts", PrintWriter.class).invoke(retransformer, out);
        } catch (ReflectiveOperationException unlike) {
            throw ApplicationComplaints.unusable(unlike);
        }
        return Troubles.of(id, all.toString());
    }

    private void call(String method, List<String> scripts, @Nullable List<String> names, PrintWriter out) {
        try {
            if (names == null) {
                retransformer
                        .getClass()
                        .getMethod(method, List.class, PrintWriter.class)
                        .invoke(retransformer, scripts, out);
            } else {
                retransformer
                        .getClass()
                        .getMethod(method, List.class, List.class, PrintWriter.class)
                        .invoke(retransformer, scripts, names, out);
            }
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
            throw ApplicationComplaints.refused(String.valueOf(names), String.valueOf(cause.getMessage()));
        } catch (ReflectiveOperationException unlike) {
            throw ApplicationComplaints.unusable(unlike);
        }
    }
}
