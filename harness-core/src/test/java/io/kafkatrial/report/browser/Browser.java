/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chromium without a window, driven by its DevTools protocol. Safe for use by one thread; what the browser says
 * arrives on others.
 */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());

    private Browser(Process process, Path profile, URI address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Ear())
                .join();
    }

    /** The browser's program, if this machine has one. */
    public static Optional<Path> program() {
        String told = System.getenv("TRIAL_BROWSER");
        Stream<Path> known = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of);
        return (told == null ? known : Stream.of(Path.of(told)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether a missing browser is a failure: where {@code TRIAL_BROWSER} names one. */
    public static boolean isRequired() {
        return System.getenv("TRIAL_BROWSER") != null;
    }

    public static Browser start() {
        try {
            Path profile = Files.createTempDirectory("kafka-trial-browser");
            Process process = new ProcessBuilder(
                            program().orElseThrow().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--hide-scrollbars",
                            "--no-first-run",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Browser(process, profile, address(process));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static URI address(Process process) throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            int at = line.indexOf("ws://");
            if (at >= 0) {
                drain(said);
                return URI.create(line.substring(at).trim());
            }
            lines.add(line);
        }
        throw new IOException("the browser ended without listening: " + lines);
    }

    private static void drain(BufferedReader said) {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (said.readLine() != null) {}
                    } catch (IOException ended) {
                        // the browser is gone
                    }
                },
                "browser-stderr");
        reader.setDaemon(true);
        reader.start();
    }

    /** Open an empty page. */
    public Tab open() {
        String target = call(null, "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        Map<String, Object> attach = Map.of("targetId", target, "flatten", true);
        return new Tab(
                this,
                call(null, "Target.attachToTarget", attach).get("sessionId").asText());
    }

    JsonNode call(@Nullable String session, String method, Map<String, ?> parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        JsonNode said = answer.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.get("error"));
        }
        return said.get("result");
    }

    /** What a page has said of its own accord. */
    List<JsonNode> events(String session) {
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.path("sessionId").asText().equals(session))
                    .toList();
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException leftBehind) {
            // a profile in the temporary directory
        }
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                hear(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void hear(String message) {
            try {
                JsonNode said = JSON.readTree(message);
                CompletableFuture<JsonNode> waiting =
                        said.has("id") ? answers.remove(said.get("id").asInt()) : null;
                if (waiting != null) {
                    waiting.complete(said);
                } else {
                    events.add(said);
                }
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
    }
}
