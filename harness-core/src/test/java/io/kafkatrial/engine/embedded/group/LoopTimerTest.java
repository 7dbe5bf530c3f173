/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.server.util.timer.TimerTask;
import org.junit.jupiter.api.Test;

class LoopTimerTest {

    private final ManualLoop loop = new ManualLoop();
    private final LoopTimer timer = new LoopTimer(loop);
    private final List<String> rung = new ArrayList<>();

    @Test
    void tasksRunInTheOrderOfTheirTimes() {
        // Given
        timer.add(task("late", 300));
        timer.add(task("early", 100));
        timer.add(task("early too", 100));

        // When
        loop.advance(100);

        // Then
        assertThat(rung).containsExactly("early", "early too");
        loop.advance(200);
        assertThat(rung).containsExactly("early", "early too", "late");
    }

    @Test
    void cancelledTaskNeverRuns() {
        // Given
        TimerTask task = task("cancelled", 100);
        timer.add(task);

        // When
        task.cancel();
        loop.advance(1000);

        // Then
        assertThat(rung).isEmpty();
        assertThat(timer.size()).isZero();
    }

    @Test
    void taskMayAddAnother() {
        // Given
        timer.add(new TimerTask(10) {
            @Override
            public void run() {
                rung.add("first");
                timer.add(task("second", 10));
            }
        });

        // When
        loop.advance(20);

        // Then
        assertThat(rung).containsExactly("first", "second");
    }

    @Test
    void failingTaskDoesNotStopTheOthers() {
        // Given
        timer.add(new TimerTask(10) {
            @Override
            public void run() {
                throw new IllegalStateException("on purpose");
            }
        });
        timer.add(task("next", 10));

        // When
        loop.advance(10);

        // Then
        assertThat(rung).containsExactly("next");
    }

    @Test
    void oneAlarmIsEnoughAndCancelledTasksAreSweptOut() {
        // When
        for (int i = 0; i < 10_000; i++) {
            TimerTask task = task("replaced", 45_000);
            timer.add(task);
            task.cancel();
        }
        timer.add(task("kept", 45_000));

        // Then
        assertThat(loop.alarms()).isEqualTo(1);
        assertThat(timer.held()).isLessThan(100);
        loop.advance(45_000);
        assertThat(rung).containsExactly("kept");
    }

    @Test
    void closedTimerIsSilent() {
        // Given
        timer.add(task("never", 10));

        // When
        timer.close();
        timer.add(task("never either", 10));
        loop.advance(100);

        // Then
        assertThat(loop.alarms()).isZero();
        assertThat(rung).isEmpty();
    }

    private TimerTask task(String name, long delayMs) {
        return new TimerTask(delayMs) {
            @Override
            public void run() {
                rung.add(name);
            }
        };
    }
}
