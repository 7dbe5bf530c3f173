/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTimelineTest {

    private final WorkerTimeline timeline = new WorkerTimeline("trial-test-worker", InstantSource.system());
    private final List<String> did = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        timeline.close();
    }

    @Test
    void tasksRunInOrderOnOneNamedDaemon() {
        // When
        timeline.run(() -> did.add("first"));
        timeline.runAndWait(() -> did.add(
                Thread.currentThread().getName() + " " + Thread.currentThread().isDaemon()));
        // Then
        assertThat(did).containsExactly("first", "trial-test-worker true");
    }

    @Test
    void taskMayWaitForAnotherOfItsOwnTimeline() {
        timeline.runAndWait(() -> timeline.runAndWait(() -> did.add("inner")));
        assertThat(did).containsExactly("inner");
    }

    @Test
    void delayedTaskRuns() {
        timeline.runAfter(Duration.ofMillis(1), () -> did.add("later"));
        await().untilAsserted(() -> assertThat(did).containsExactly("later"));
    }

    @Test
    void closedTimelineTakesNoTaskAndKeepsNobodyWaiting() {
        // Given
        timeline.runAfter(Duration.ofHours(1), () -> did.add("never"));
        // When
        timeline.close();
        timeline.run(() -> did.add("no"));
        timeline.runAfter(Duration.ZERO, () -> did.add("no"));
        timeline.runAndWait(() -> did.add("no"));
        // Then
        assertThat(did).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("trial-test-worker")));
    }

    @Test
    void interruptedCallerStillWaitsAndStaysInterrupted() {
        // Given
        Thread.currentThread().interrupt();
        // When
        timeline.runAndWait(() -> did.add("done"));
        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(did).containsExactly("done");
    }
}
