/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * What rules at points of the code call in a node's process. A rule has a file: as long as it is there the rule holds,
 * and it gets a byte every time the rule acts, so that what happened is known even if the process ends there. Not
 * final, because Byteman derives from it; it makes one for every passage.
 */
public class CodePassage {

    /** The exit code of a node that was told to end at a point of its code: that of SIGKILL. */
    public static final int HALTED = 137;

    private static final long LOOK_MS = 20;
    private static final byte[] MARK = {'.'};
    private static final Map<String, AtomicLong> PASSED = new ConcurrentHashMap<>();

    /** For Byteman. */
    public CodePassage() {}

    /** Whether a text has a match of a pattern. */
    public boolean says(Object value, String pattern) {
        return Pattern.compile(pattern).matcher(String.valueOf(value)).find();
    }

    /** Count this passage; gives back whether the rule acts on it, after noting that it does. */
    public boolean isDue(String file, int skip, int times) {
        long passage = PASSED.computeIfAbsent(file, first -> new AtomicLong()).incrementAndGet();
        if (passage <= skip || (times > 0 && passage > (long) skip + times)) {
            return false;
        }
        try {
            Files.write(Path.of(file), MARK, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return true;
        } catch (NoSuchFileException undone) {
            return false;
        } catch (IOException unwritable) {
            return true;
        }
    }

    /** Wait that long, or until the rule is gone. */
    public void delay(String file, long ms) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            for (long left = ms; left > 0 && Files.exists(Path.of(file)); left -= LOOK_MS) {
                if (never.await(Math.min(left, LOOK_MS), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the wall clock says, wrong by so many milliseconds as long as the file is there. */
    public long skewed(String file, long nowMs, String byMs) {
        return Files.exists(Path.of(file)) ? nowMs + Long.parseLong(byMs) : nowMs;
    }

    /** End the process here. */
    public void halt() {
        Runtime.getRuntime().halt(HALTED);
    }
}
