/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PulseTest {

    @Test
    void aBrokerAtWorkOnSomethingLongIsNotTakenForDead() throws InterruptedException {
        var topics = List.of(new TopicSpec("orders", 3, OptionalInt.empty(), Map.of()));
        var spec = new ClusterSpec(3, 1, topics, Map.of(), Map.of(), OptionalInt.empty(), 5);
        Queue<ClusterEvent> leaderChanges = new ConcurrentLinkedQueue<>();
        try (EmbeddedCluster cluster = (EmbeddedCluster) new EmbeddedEngine().start(spec)) {
            cluster.listen(event -> {
                if (event instanceof ClusterEvent.LeaderChanged) {
                    leaderChanges.add(event);
                }
            });
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch threeSessions = new CountDownLatch(1);
            cluster.occupy(1, () -> {
                busy.countDown();
                awaitQuietly(threeSessions);
            });
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            cluster.after(1_500, threeSessions::countDown);
            assertThat(threeSessions.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(leaderChanges).isEmpty();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
