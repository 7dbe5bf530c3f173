/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadLoopTest {

    private final ThreadLoop loop = ThreadLoop.start("loop-under-test", new SystemClock());

    @AfterEach
    void kill() {
        loop.kill();
    }

    @Test
    void runsTasksInTheOrderOfSubmission() throws InterruptedException {
        List<Integer> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            int n = i;
            loop.execute(() -> seen.add(n));
        }
        loop.execute(done::countDown);
        assertThat(done.await(10, SECONDS)).isTrue();
        assertThat(seen).hasSize(1000).isSorted();
    }

    @Test
    void runsTimersByDeadlineAndNotTheCancelled() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.schedule(40, done::countDown);
        loop.schedule(20, () -> seen.add("second"));
        loop.schedule(1, () -> seen.add("first"));
        loop.schedule(10, () -> seen.add("cancelled")).cancel();
        assertThat(done.await(10, SECONDS)).isTrue();
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void timersOfOtherThreadsAreKeptWhetherTheyWakeTheLoopOrNot() throws Exception {
        LoopClock clock = loop.clock();
        int threads = 4;
        int timersEach = 500;
        CountDownLatch ran = new CountDownLatch(threads * timersEach);
        AtomicInteger early = new AtomicInteger();
        AtomicInteger ranThoughCancelled = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(thread);
                all.add(pool.submit(() -> {
                    for (int i = 0; i < timersEach; i++) {
                        long delayNanos = random.nextInt(3_000_000);
                        long dueNanos = clock.nanos() + delayNanos;
                        loop.scheduleNanos(delayNanos, () -> {
                            if (clock.nanos() - dueNanos < 0) {
                                early.incrementAndGet();
                            }
                            ran.countDown();
                        });
                        AtomicBoolean cancelled = new AtomicBoolean();
                        Loop.Cancellable unwanted = loop.schedule(5, () -> {
                            if (cancelled.get()) {
                                ranThoughCancelled.incrementAndGet();
                            }
                        });
                        unwanted.cancel();
                        cancelled.set(true);
                        LockSupport.parkNanos(random.nextInt(200_000)); // so that the loop parks, now and then
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }

        CountDownLatch afterAll = new CountDownLatch(1);
        loop.schedule(10, afterAll::countDown); // due after every one that was cancelled

        assertThat(ran.await(10, SECONDS)).isTrue();
        assertThat(afterAll.await(10, SECONDS)).isTrue();
        assertThat(early).hasValue(0);
        assertThat(ranThoughCancelled).hasValue(0);
    }

    /** A loop that has nothing to do sleeps for a second: were it not woken, these would take minutes. */
    @Test
    void timerThatIsDueBeforeTheLoopWakesUpByItselfWakesIt() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(200);
        Thread other = new Thread(() -> {
            while (all.getCount() > 0) {
                CountDownLatch one = new CountDownLatch(1);
                loop.schedule(1, one::countDown);
                try {
                    one.await();
                } catch (InterruptedException over) {
                    return;
                }
                all.countDown();
            }
        });
        other.start();
        try {
            assertThat(all.await(60, SECONDS)).isTrue();
        } finally {
            other.interrupt();
            other.join();
        }
    }

    @Test
    void runsNothingWhilePausedAndEverythingAfterwards() throws InterruptedException {
        CountDownLatch pausedNow = new CountDownLatch(1);
        loop.execute(() -> {
            loop.pause();
            pausedNow.countDown();
        });
        assertThat(pausedNow.await(10, SECONDS)).isTrue();
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2);
        loop.execute(() -> {
            ran.incrementAndGet();
            done.countDown();
        });
        loop.schedule(0, done::countDown);
        assertThat(ran).hasValue(0);
        loop.resume();
        assertThat(done.await(10, SECONDS)).isTrue();
    }

    @Test
    void goesOnAfterATaskThatThrows() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        loop.execute(done::countDown);
        assertThat(done.await(10, SECONDS)).isTrue();
    }

    @Test
    void killLeavesNoThreadAndRunsNothingMore() {
        AtomicInteger ran = new AtomicInteger();
        loop.kill();
        loop.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(0);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("loop-under-test"));
    }

    @Test
    void canBeKilledWhilePausedAndFromItself() throws InterruptedException {
        loop.pause();
        loop.kill();
        ThreadLoop own = ThreadLoop.start("kills-itself", new SystemClock());
        CountDownLatch done = new CountDownLatch(1);
        own.execute(() -> {
            own.kill();
            done.countDown();
        });
        assertThat(done.await(10, SECONDS)).isTrue();
    }

    @Test
    void killEndsATaskThatWouldWaitForEver() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        loop.execute(() -> {
            entered.countDown();
            try {
                never.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(entered.await(10, SECONDS)).isTrue();
        loop.kill();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("loop-under-test"));
    }
}
