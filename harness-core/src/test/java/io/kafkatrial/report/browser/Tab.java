/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** One page of the browser. */
public final class Tab {

    private final Browser browser;
    private final String session;

    Tab(Browser browser, String session) {
        this.browser = browser;
        this.session = session;
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Performance")) {
            call(domain + ".enable", Map.of());
        }
        size(1400, 1000);
    }

    JsonNode call(String method, Map<String, ?> parameters) {
        return browser.call(session, method, parameters);
    }

    public void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system prefers: {@code dark} or {@code light}; {@code print} as the medium if need be. */
    public void media(String scheme, String medium) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("media", medium, "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Go to a page and wait until it has painted. */
    public void show(Path file) {
        showAt(file.toUri().toString());
    }

    public void showAt(String address) {
        call("Page.navigate", Map.of("url", address));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> evaluate("document.readyState + !!document.documentElement?.dataset.painted")
                        .asText()
                        .equals("completetrue"));
    }

    /** The value of an expression in the page, promises awaited. */
    public JsonNode evaluate(String expression) {
        JsonNode result = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    /** Press a key, as {@code KeyboardEvent.key} calls it. */
    public void press(String key) {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case "Escape" -> 27;
                    case " " -> 32;
                    case "ArrowLeft" -> 37;
                    case "ArrowUp" -> 38;
                    case "ArrowRight" -> 39;
                    case "ArrowDown" -> 40;
                    default -> key.toUpperCase(java.util.Locale.ROOT).charAt(0);
                };
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        Map<String, Object> down = Map.of("type", "keyDown", "key", key, "text", text, "windowsVirtualKeyCode", code);
        call("Input.dispatchKeyEvent", down);
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
        settle();
    }

    /** Let the page draw what was asked for. */
    public void settle() {
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
    }

    /** Errors and warnings of the page, refused resources and violations of its policy included. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonNode event : browser.events(session)) {
            JsonNode parameters = event.path("params");
            switch (event.path("method").asText()) {
                case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
                case "Log.entryAdded" ->
                    complaints.add(parameters.path("entry").path("text").asText());
                case "Runtime.consoleAPICalled" ->
                    complaints.add(parameters.path("args").toString());
                default -> {}
            }
        }
        return complaints;
    }

    /** Addresses the page asked for, its own excepted. */
    public List<String> requests() {
        return browser.events(session).stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .filter(event -> !event.path("params").path("type").asText().equals("Document"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .toList();
    }

    /** A picture of what is visible. */
    public void screenshot(Path file) throws IOException {
        settle();
        String data = call("Page.captureScreenshot", Map.of("format", "png"))
                .get("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** How a picture of what is visible compares to another: the bytes themselves. */
    public byte[] picture() {
        settle();
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data")
                        .asText());
    }
}
