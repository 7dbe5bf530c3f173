/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.fault.Passages;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What code with a rule in it calls. Not final, because Byteman derives from it; it makes one for every passage. Safe for
 * use by several threads.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public class Passage {

    private static final Map<String, Counter> RULES = new ConcurrentHashMap<>();

    /** For Byteman. */
    public Passage() {}

    /** Counts the passages of one rule, and knows when it is over. */
    static final class Counter {

        private final Passages which;
        private final Runnable acted;
        private final AtomicLong passed = new AtomicLong();
        private final AtomicLong hits = new AtomicLong();
        private final CountDownLatch over = new CountDownLatch(1);

        Counter(Passages which, Runnable acted) {
            this.which = which;
            this.acted = acted;
        }

        long hits() {
            return hits.get();
        }

        long passed() {
            return passed.get();
        }

        private boolean isDue() {
            long passage = passed.incrementAndGet();
            boolean due = over.getCount() > 0
                    && passage > which.skip()
                    && (which.times() == 0 || passage <= (long) which.skip() + which.times());
            if (due) {
                hits.incrementAndGet();
                acted.run();
            }
            return due;
        }
    }

    static void begin(String rule, Counter counter) {
        RULES.put(rule, counter);
    }

    static void end(String rule) {
        Counter counter = RULES.remove(rule);
        if (counter != null) {
            counter.over.countDown();
        }
    }

    /** Count this passage; gives back whether the rule acts on it. */
    public boolean isDue(String rule) {
        Counter counter = RULES.get(rule);
        return counter != null && counter.isDue();
    }

    /** Count a passage of a rule that a user wrote; it acts by itself. */
    public static void hit(String rule) {
        Counter counter = RULES.get(rule);
        if (counter != null) {
            counter.isDue();
        }
    }

    /** Wait that long, or until the rule is over. */
    public void delay(String rule, long ms) {
        await(rule, Duration.ofMillis(ms));
    }

    /** Wait until the rule is over. */
    public void hold(String rule) {
        await(rule, Duration.ofDays(1));
    }

    private static void await(String rule, Duration time) {
        Counter counter = RULES.get(rule);
        if (counter == null) {
            return;
        }
        try {
            if (counter.over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
