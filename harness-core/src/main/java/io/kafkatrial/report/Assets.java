/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The style sheet and the script of a page, with the policy that lets these two work and nothing else: no
 * other script runs even if one got past the escaping, and nothing is loaded. Immutable.
 */
final class Assets {

    /** Of the report of a test. */
    static final Assets REPORT =
            new Assets("report.css", "theme.js", "timeline-model.js", "timeline-draw.js", "timeline.js", "report.js");

    /** Of the index of a build. */
    static final Assets INDEX = new Assets("report.css", "theme.js", "index.js");

    private final String style;
    private final String script;

    private Assets(String style, String... scripts) {
        this.style = read(style);
        StringBuilder all = new StringBuilder("'use strict';\n");
        for (String each : scripts) {
            all.append(read(each));
        }
        this.script = all.toString();
    }

    String style() {
        return style;
    }

    String script() {
        return script;
    }

    String policy() {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " of the report is not in the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
