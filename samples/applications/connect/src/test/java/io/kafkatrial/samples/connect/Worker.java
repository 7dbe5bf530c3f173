/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.connect;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A Kafka Connect worker in a JVM of its own, started as its scripts start it. */
final class Worker implements AutoCloseable {
    private static final Pattern ADDRESS =
            Pattern.compile("REST server listening at (http://[^/,\\s]+).*REST resources initialized", Pattern.DOTALL);

    private final Process process;
    private final Path log;

    private Worker(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Worker standalone(Path folder, Map<String, String> worker, List<Map<String, String>> connectors) {
        List<Path> files = new ArrayList<>(List.of(write(folder, "worker", worker)));
        for (var connector : connectors) {
            files.add(write(folder, connector.get("name"), connector));
        }
        return start("org.apache.kafka.connect.cli.ConnectStandalone", folder, files);
    }

    static Worker distributed(Path folder, Map<String, String> worker) {
        return start(
                "org.apache.kafka.connect.cli.ConnectDistributed", folder, List.of(write(folder, "worker", worker)));
    }

    private static Worker start(String main, Path folder, List<Path> files) {
        Path log = folder.resolve("worker.log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.connect.runtime.rest.RestServer=info",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main));
        files.forEach(file -> command.add(file.toString()));
        try {
            return new Worker(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path folder, String name, Map<String, String> entries) {
        var properties = new Properties();
        properties.putAll(entries);
        Path file = folder.resolve(name + ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Asks its REST interface, as an operator does. */
    HttpResponse<String> request(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private String address() {
        return Awaitility.await("address of the worker")
                .atMost(60, TimeUnit.SECONDS)
                .until(
                        () -> {
                            Matcher address = ADDRESS.matcher(log());
                            return address.find() ? address.group(1) : "";
                        },
                        found -> !found.isEmpty());
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an operator does, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
