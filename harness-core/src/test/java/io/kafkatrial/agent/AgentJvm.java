/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A JVM of its own for what needs the agent; what runs there tells its outcomes line by line. */
final class AgentJvm {

    private AgentJvm() {}

    /** Tell one outcome, {@code name=outcome}; in the JVM. */
    static void tell(String name, Callable<Object> step) {
        String outcome;
        try {
            outcome = String.valueOf(step.call());
        } catch (Throwable failed) {
            outcome = failed.toString();
        }
        System.out.println(name + "=" + outcome.replace('\n', ' '));
    }

    /** Run a main method to its end; returns the outcomes by name. */
    static Map<String, String> run(Class<?> main, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        Map<String, String> found = new HashMap<>();
        said.lines()
                .filter(line -> line.contains("="))
                .forEach(
                        line -> found.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return found;
    }

    /** The options of a JVM with the agent. */
    static List<String> agent(Path directory) throws IOException {
        return List.of("-javaagent:" + jar(directory));
    }

    /** What the core jar is when it is packaged: a jar whose manifest names the agent. */
    private static Path jar(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
        manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = directory.resolve("agent.jar");
        String name = Agent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = Agent.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
