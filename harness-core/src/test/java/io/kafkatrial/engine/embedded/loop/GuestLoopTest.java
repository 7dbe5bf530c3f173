/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.loop.Loop.Cancellable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestLoopTest {

    /** Runs when told to. */
    private static final class Host implements Loop {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final List<Runnable> timers = new ArrayList<>();
        private int cancelled;

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Cancellable schedule(long delayMs, Runnable task) {
            timers.add(task);
            return () -> cancelled++;
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public LoopClock clock() {
            return new ManualClock();
        }

        void run() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void fire() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
        }
    }

    private final Host host = new Host();
    private final GuestLoop loop = new GuestLoop(host, new ManualClock());
    private final List<String> ran = new ArrayList<>();

    @Test
    void whatWaitedWhilePausedRunsFirstAndInOrder() {
        loop.execute(() -> ran.add("before"));
        host.run();
        loop.pause();
        loop.execute(() -> ran.add("a"));
        loop.schedule(5, () -> ran.add("timer"));
        host.run();
        host.fire();
        assertThat(ran).containsExactly("before");

        loop.resume();
        loop.execute(() -> ran.add("after"));
        host.run();

        assertThat(ran).containsExactly("before", "a", "timer", "after");
        loop.execute(() -> ran.add("at once"));
        host.run();
        assertThat(ran).endsWith("at once");
    }

    @Test
    void nothingRunsAfterItWasKilled() {
        loop.schedule(5, () -> ran.add("timer"));
        loop.execute(() -> ran.add("queued"));
        loop.kill();
        loop.execute(() -> ran.add("late"));
        host.run();
        host.fire();
        assertThat(ran).isEmpty();
    }

    @Test
    void aTimerCancelledWhileItWaitedDoesNotRun() {
        Cancellable timer = loop.schedule(5, () -> ran.add("timer"));
        loop.pause();
        host.fire();
        timer.cancel();
        loop.resume();
        host.run();
        assertThat(ran).isEmpty();
        assertThat(host.cancelled).isEqualTo(1);
    }
}
