/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Engine;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the engine a cluster runs on, among those that the class path offers. */
final class Engines {

    static final String PROPERTY = "trial.engine";
    static final String VARIABLE = "TRIAL_ENGINE";
    static final String DEFAULT = "embedded";
    static final String VERSION_PROPERTY = "trial.kafka.version";
    static final String VERSION_VARIABLE = "TRIAL_KAFKA_VERSION";

    private Engines() {}

    /** The name to look for: asked for, else by system property, else by environment, else the default. */
    static String choose(
            Optional<String> asked,
            UnaryOperator<@Nullable String> properties,
            UnaryOperator<@Nullable String> environment) {
        return asked.or(() -> Optional.ofNullable(properties.apply(PROPERTY)))
                .or(() -> Optional.ofNullable(environment.apply(VARIABLE)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElse(DEFAULT);
    }

    /** The version of Apache Kafka: asked for, else by system property, else by environment, else left to the engine. */
    static Optional<String> version(Optional<String> asked) {
        return asked.or(() -> Optional.ofNullable(System.getProperty(VERSION_PROPERTY)))
                .or(() -> Optional.ofNullable(System.getenv(VERSION_VARIABLE)))
                .map(String::strip)
                .filter(version -> !version.isEmpty());
    }

    /** The engine of that name, or as the system property and the environment have it. */
    static Engine find(Optional<String> asked) {
        String name = choose(asked, System::getProperty, System::getenv);
        Map<String, Engine> known = new TreeMap<>();
        Optional<ServiceConfigurationError> broken = Optional.empty();
        Iterator<Engine> offered =
                ServiceLoader.load(Engine.class, Engine.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!offered.hasNext()) {
                    break;
                }
                Engine engine = offered.next();
                known.putIfAbsent(engine.name(), engine);
            } catch (ServiceConfigurationError unusable) {
                broken = Optional.of(unusable);
            }
        }
        Engine engine = known.get(name);
        if (engine == null) {
            throw Complaints.unknownEngine(name, known.keySet(), broken.orElse(null));
        }
        return engine;
    }
}
