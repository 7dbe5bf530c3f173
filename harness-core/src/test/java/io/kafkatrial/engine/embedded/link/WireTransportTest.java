/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.SystemClock;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.link.Links;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTransportTest {

    private static final Endpoint A = Endpoint.broker(1);
    private static final Endpoint B = Endpoint.broker(2);

    private final ThreadLoop wire = ThreadLoop.start("test-wire", new SystemClock());
    private final Links links = new Links(42);
    private final WireTransport transport = new WireTransport(links, wire);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger served = new AtomicInteger();

    @BeforeEach
    void join() {
        transport.join(A, Runnable::run);
        transport.join(B, Runnable::run);
    }

    @AfterEach
    void kill() {
        wire.kill();
    }

    private void ask(String word, long timeoutMs) {
        transport.call(
                A,
                B,
                timeoutMs,
                () -> {
                    served.incrementAndGet();
                    return CompletableFuture.completedFuture(word);
                },
                (answer, failure) -> answers.add(failure == null ? "" + answer : failure.getMessage()));
    }

    private String next() throws InterruptedException {
        String answer = answers.poll(10, SECONDS);
        assertThat(answer).isNotNull();
        return answer;
    }

    @Test
    void answersThroughOpenLinksAndCountsThem() throws InterruptedException {
        ask("hello", 10_000);
        assertThat(next()).isEqualTo("hello");
        assertThat(links.count(A, B).passed()).isEqualTo(1);
        assertThat(links.count(B, A).passed()).isEqualTo(1);
    }

    @Test
    void holdsWhatMeetsACutAndDeliversItInOrderWhenMended() throws InterruptedException {
        links.cut(A, B);
        ask("one", 10_000);
        ask("two", 10_000);
        assertThat(served).hasValue(0);
        links.mend(A, B);
        assertThat(List.of(next(), next())).containsExactly("one", "two");
        assertThat(links.count(A, B).stopped()).isEqualTo(2);
    }

    @Test
    void neverDeliversARequestWhoseCallerGaveUp() throws InterruptedException {
        links.cut(A, B);
        ask("late", 5);
        assertThat(next()).contains("broker 2 did not answer broker 1 in 5 ms");
        links.mend(A, B);
        ask("after", 10_000);
        assertThat(next()).isEqualTo("after");
        assertThat(served).hasValue(1);
    }

    @Test
    void aCutOfTheWayBackKeepsTheEffectAndLosesTheAnswer() throws InterruptedException {
        links.cut(B, A);
        ask("done", 50);
        assertThat(next()).contains("did not answer");
        assertThat(served).hasValue(1);
    }

    @Test
    void tellsAtOnceThatAProcessDoesNotRun() throws InterruptedException {
        transport.leave(B);
        ask("hello", 10_000);
        assertThat(next()).contains("does not run");
    }

    @Test
    void resetsWhoWaitsForAProcessThatDies() throws InterruptedException {
        transport.call(A, B, 10_000, CompletableFuture<String>::new, (answer, failure) -> answers.add("" + failure));
        transport.leave(B);
        assertThat(next()).contains("its process is gone");
    }

    @Test
    void delaysInOrderDespiteJitter() throws InterruptedException {
        links.delay(A, B, Duration.ofMillis(2), Duration.ofMillis(20));
        for (int i = 0; i < 20; i++) {
            ask("" + i, 10_000);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(next()).isEqualTo("" + i);
        }
        assertThat(links.count(A, B).delayed()).isEqualTo(20);
    }
}
