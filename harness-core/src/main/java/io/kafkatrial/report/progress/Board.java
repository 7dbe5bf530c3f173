/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.progress;

import io.kafkatrial.report.words.Plain;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All runs of a process and the line about them. Guarded by its own lock; a thread of its own writes. */
final class Board {

    static final Board OF_THIS_PROCESS =
            new Board(InstantSource.system(), Screen.choose(Surroundings.wish(), Surroundings.real()));

    static {
        OF_THIS_PROCESS.mode = Surroundings.wish();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long EVERY_MILLIS = 500;
    private static final long IDLE_SECONDS = 5;

    private final InstantSource clock;
    private final Map<Progress, Instant> runs = new LinkedHashMap<>();
    private final AtomicLong anomalies = new AtomicLong();
    private String mode = "";
    private Screen screen;
    private @Nullable Instant written;
    private @Nullable ScheduledThreadPoolExecutor writer;
    private @Nullable ScheduledFuture<?> ticking;

    Board(InstantSource clock, Screen screen) {
        this.clock = clock;
        this.screen = screen;
    }

    synchronized void use(String wish) {
        if (!wish.equals(mode)) {
            use(Screen.choose(wish, Surroundings.real()));
            mode = wish;
        }
    }

    synchronized void use(Screen other) {
        clear();
        screen = other;
        if (!runs.isEmpty()) {
            begin();
        }
    }

    synchronized void add(Progress run) {
        runs.put(run, clock.instant());
        begin();
    }

    synchronized void remove(Progress run) {
        runs.remove(run);
        if (runs.isEmpty()) {
            clear();
            if (ticking != null) {
                ticking.cancel(/* mayInterruptIfRunning= */ false);
                ticking = null;
            }
        }
    }

    void found(long more) {
        anomalies.addAndGet(more);
    }

    private void begin() {
        if (ticking == null && screen.every().isPresent()) {
            if (writer == null) {
                writer = new ScheduledThreadPoolExecutor(1, Board::daemon);
                writer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
                writer.allowCoreThreadTimeOut(true);
                writer.setRemoveOnCancelPolicy(true);
            }
            ticking = writer.scheduleWithFixedDelay(this::tick, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "trial-progress");
        thread.setDaemon(true);
        return thread;
    }

    private void clear() {
        if (written != null) {
            screen.clear();
            written = null;
        }
    }

    /** Write the line if it is time for it. Never fails: progress is not worth a test. */
    void tick() {
        Progress first;
        Instant since;
        int others;
        synchronized (this) {
            Instant now = clock.instant();
            if (runs.isEmpty() || screen.every().isEmpty() || !isDue(now)) {
                return;
            }
            Map.Entry<Progress, Instant> oldest = runs.entrySet().iterator().next();
            first = oldest.getKey();
            since = oldest.getValue();
            others = runs.size() - 1;
        }
        try {
            String line = line(first, since, others); // asks the run: not under the lock
            synchronized (this) {
                if (runs.containsKey(first)) {
                    written = clock.instant();
                    screen.show(line);
                }
            }
        } catch (RuntimeException unasked) {
            found(0);
        }
    }

    private boolean isDue(Instant now) {
        Instant oldest = runs.values().iterator().next();
        if (Duration.between(oldest, now).compareTo(PATIENCE) < 0) {
            return false;
        }
        Instant last = written;
        return Duration.between(last == null ? oldest : last, now)
                        .compareTo(screen.every().orElse(Duration.ZERO))
                >= 0;
    }

    private String line(Progress run, Instant since, int others) {
        Progress.Tally tally = run.tally();
        long found = anomalies.get();
        long seconds = Duration.between(since, clock.instant()).toSeconds();
        String elapsed = seconds < 60 ? seconds + " s" : seconds / 60 + ":" + String.format("%02d min", seconds % 60);
        return Plain.name(run.what()) + (others == 0 ? "" : " and " + others + " more") + "  " + elapsed
                + String.format(Locale.ROOT, " · %,d acked", tally.acks())
                + (tally.unknown() == 0 ? "" : String.format(Locale.ROOT, " · %,d not acked", tally.unknown()))
                + (tally.faults() == 0 ? "" : " · " + tally.fired() + " of " + tally.faults() + " faults fired")
                + (found == 0 ? "" : String.format(Locale.ROOT, " · %,d anomalies so far", found));
    }
}
