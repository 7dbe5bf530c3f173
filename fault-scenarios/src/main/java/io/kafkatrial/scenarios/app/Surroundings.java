/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.scenarios.Recording;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.recording.Interception;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * What the parts of an application find around them: properties of clients, variables, a class path. Has a directory, which
 * goes with the trial. Confined to one thread.
 */
final class Surroundings {

    private static final String PROPERTIES = "client.properties";

    private final Stage stage;
    private final String scenario;
    private final Recording recording;
    private final Path directory;

    private Surroundings(Stage stage, String scenario, Recording recording, Path directory) {
        this.stage = stage;
        this.scenario = scenario;
        this.recording = recording;
        this.directory = directory;
    }

    static Surroundings of(Stage stage, String scenario, Recording recording) throws IOException {
        Path directory = Files.createTempDirectory("kafka-trial-");
        Surroundings made = new Surroundings(stage, scenario, recording, directory);
        stage.trial().afterwards(made::clear);
        made.write();
        return made;
    }

    private void write() throws IOException {
        Properties properties = new Properties();
        clusterProperties().forEach((name, value) -> properties.setProperty(name, String.valueOf(value)));
        if (recording == Recording.CLIENTS) {
            Path histories = Files.createDirectory(directory.resolve("histories"));
            properties.putAll(Interception.into(histories));
            stage.trial().alsoFrom(histories);
        }
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(PROPERTIES))) {
            properties.store(out, null);
        }
    }

    private Map<String, Object> clusterProperties() {
        return stage.cluster().clientProperties();
    }

    private List<String> topics() {
        return stage.cluster().spec().topics().stream().map(TopicSpec::name).toList();
    }

    /** What an {@link Application} in this process works with. */
    ApplicationStage applicationStage() {
        Map<String, Object> properties = new LinkedHashMap<>(clusterProperties());
        if (recording == Recording.CLIENTS) {
            properties.putAll(Interception.live());
        }
        return new ApplicationStage(properties, topics(), stage.effects(), new CountDownLatch(1));
    }

    /** The variables of a process. */
    Map<String, String> environment(Role role) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Variable variable : Variable.values()) {
            variables.put(variable.name(), value(variable, role));
        }
        return variables;
    }

    private String value(Variable variable, Role role) {
        Cluster cluster = stage.cluster();
        return switch (variable) {
            case TRIAL_BOOTSTRAP_SERVERS -> cluster.bootstrapServers();
            case TRIAL_TOPIC -> topics().stream().findFirst().orElse("");
            case TRIAL_TOPICS -> String.join(",", topics());
            case TRIAL_CLIENT_PROPERTIES -> directory.resolve(PROPERTIES).toString();
            case TRIAL_ROLE -> role.toString();
            case TRIAL_SCENARIO -> scenario;
            case TRIAL_ENGINE -> cluster.engine();
            case TRIAL_SEED -> String.valueOf(cluster.spec().seed());
        };
    }

    /** The command line of a JVM that runs this class's {@code main} with the class path of this process. */
    List<String> java(Class<?> main) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-cp",
                classPath(main.getClassLoader()),
                main.getName(),
                stage.cluster().bootstrapServers(),
                directory.resolve(PROPERTIES).toString());
    }

    private static String classPath(ClassLoader loader) {
        List<String> path = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        if (loader instanceof URLClassLoader own) {
            for (URL url : own.getURLs()) {
                path.add(file(url));
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private static String file(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException | IllegalArgumentException odd) {
            return url.getPath();
        }
    }

    private void clear() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException gone) {
            // a temporary directory may stay
        }
    }
}
