/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The end of what a process prints, whatever that is: bounded, and fit to be shown. Safe for use by several threads. */
final class LastLines {

    private static final int LINES = 20;
    private static final int WIDTH = 300;

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder open = new StringBuilder();

    /** Read to the end. */
    void read(InputStream in) {
        char[] buffer = new char[4096];
        try (Reader reader = new InputStreamReader(in, UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                add(buffer, count);
            }
        } catch (IOException gone) {
            // a process that was killed: what it said before is there
        }
    }

    private synchronized void add(char[] text, int count) {
        for (int i = 0; i < count; i++) {
            if (text[i] == '\n') {
                end();
            } else if (open.length() < WIDTH && text[i] != '\r') {
                open.append(Character.isISOControl(text[i]) ? '\uFFFD' : text[i]);
            }
        }
    }

    private void end() {
        lines.addLast(open.toString());
        open.setLength(0);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /** The last of them, the one that has no end yet included. */
    synchronized List<String> get() {
        Deque<String> all = new ArrayDeque<>(lines);
        if (!open.isEmpty()) {
            all.addLast(open.toString());
        }
        return List.copyOf(all);
    }
}
