/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.embedded.loop.SystemClock;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.wire.WireTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTransportTest {

    private static final Endpoint A = Endpoint.broker(1);
    private static final Endpoint B = Endpoint.broker(2);
    private static final Label MARKERS = new Label(
            ApiKeys.WRITE_TXN_MARKERS,
            "broker-1-txn-marker-sender",
            Label.Channel.TXN_MARKERS,
            () -> List.of("orders"));
    private static final Label FETCH =
            new Label(ApiKeys.FETCH, "broker-1-fetcher-0", Label.Channel.FETCHER, () -> List.of("orders"));

    private final ThreadLoop wire = ThreadLoop.start("test-wire", new SystemClock());
    private final Links links = new Links(42);
    private final WireTable table = new WireTable(id -> Optional.empty());
    private final WireTransport transport = new WireTransport(links, table, wire);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> arrived = new CopyOnWriteArrayList<>();
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
        ask(MARKERS, word, timeoutMs);
    }

    private void ask(Label label, String word, long timeoutMs) {
        transport.call(
                new Transport.Trip(A, B, timeoutMs),
                new Errand<>(label, () -> {
                    served.incrementAndGet();
                    arrived.add(word);
                    return CompletableFuture.completedFuture(word);
                }),
                (answer, failure) -> answers.add(failure == null ? "" + answer : failure.getMessage()));
    }

    private void neverAnswered() {
        transport.call(
                new Transport.Trip(A, B, 10_000),
                new Errand<>(MARKERS, CompletableFuture<String>::new),
                (answer, failure) -> answers.add("" + failure));
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
        neverAnswered();
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

    private WireRule arm(String api, WireRule.Act act, int skip, int times) {
        WireRule rule = new WireRule(api + act, WireRule.Match.of(A, B, api), act, skip, times);
        table.arm(rule);
        return rule;
    }

    @Test
    void heldRequestHoldsUpItsOwnConnectionOnlyAndArrivesThoughItsCallerGaveUp() throws InterruptedException {
        WireRule rule = arm("WriteTxnMarkers", new WireRule.Act.HoldRequest(), 0, 1);
        ask("held", 1);
        ask("behind it", 10_000);
        ask(FETCH, "elsewhere", 10_000);
        assertThat(List.of(next(), next())).contains("elsewhere").anyMatch(answer -> answer.contains("did not answer"));
        assertThat(arrived).containsExactly("elsewhere");

        table.release(rule);

        assertThat(next()).isEqualTo("behind it");
        assertThat(arrived).containsExactly("elsewhere", "held", "behind it");
        assertThat(table.touchedBy(rule)).isEqualTo(1);
    }

    @Test
    void droppedRequestHasNoEffectAndDroppedAnswerHas() throws InterruptedException {
        WireRule lost = arm("Fetch", new WireRule.Act.DropRequest(), 1, 1);
        WireRule unheard = arm("WriteTxnMarkers", new WireRule.Act.DropResponse(), 0, 1);
        ask(FETCH, "first", 10_000);
        assertThat(next()).isEqualTo("first");
        ask(FETCH, "second", 10_000);
        assertThat(next()).contains("broker 2 is not reachable from broker 1: the connection was reset");
        ask(MARKERS, "unheard", 10_000);
        assertThat(next()).contains("the connection was reset");
        assertThat(arrived).containsExactly("first", "unheard");
        assertThat(table.touchedBy(lost)).isEqualTo(1);
        assertThat(table.touchedBy(unheard)).isEqualTo(1);
    }

    @Test
    void reorderedRequestArrivesAfterTheNextOneOnItsConnectionAndElsewhere() throws InterruptedException {
        WireRule rule = arm("WriteTxnMarkers", new WireRule.Act.Reorder(), 0, 1);
        ask("one", 10_000);
        ask("two", 10_000);
        ask("three", 10_000);
        assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(arrived).containsExactly("two", "one", "three");
        assertThat(table.touchedBy(rule)).isEqualTo(1);

        WireRule any = new WireRule(
                "any",
                new WireRule.Match(A, B, Optional.empty(), Optional.empty(), Optional.of("orders")),
                new WireRule.Act.Reorder());
        table.arm(any);
        ask(MARKERS, "late", 10_000);
        ask(FETCH, "early", 10_000);
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("late", "early");
        assertThat(arrived).endsWith("early", "late");
    }

    @Test
    void reorderedRequestThatNoOtherFollowsArrivesWhenTheRuleIsReleased() throws InterruptedException {
        WireRule rule = arm("WriteTxnMarkers", new WireRule.Act.Reorder(), 0, 0);
        ask("alone", 10_000);
        assertThat(arrived).isEmpty();
        table.release(rule);
        assertThat(next()).isEqualTo("alone");
    }

    @Test
    void repeatedRequestArrivesTwiceAndIsAnsweredOnce() throws InterruptedException {
        arm("Fetch", new WireRule.Act.Duplicate(), 0, 1);
        ask(FETCH, "twice", 10_000);
        ask(FETCH, "once", 10_000);
        assertThat(List.of(next(), next())).containsExactly("twice", "once");
        assertThat(arrived).containsExactly("twice", "twice", "once");
    }

    @Test
    void refusedRequestDoesNotArrive() throws InterruptedException {
        arm("Fetch", new WireRule.Act.Refuse("FENCED_LEADER_EPOCH"), 0, 1);
        ask(FETCH, "refused", 10_000);
        assertThat(next()).isEqualTo(Errors.FENCED_LEADER_EPOCH.message());
        assertThat(arrived).isEmpty();
    }

    @Test
    void delayedRequestsAndAnswersAreLateInOrderAndOthersAreNot() throws InterruptedException {
        Duration late = Duration.ofMillis(30);
        WireRule there = arm("WriteTxnMarkers", new WireRule.Act.DelayRequest(late), 0, 1);
        WireRule back = arm("WriteTxnMarkers", new WireRule.Act.DelayResponse(late), 0, 1);
        ask("late", 10_000);
        ask("its answer late", 10_000);
        ask(FETCH, "at once", 10_000);
        assertThat(List.of(next(), next(), next())).containsExactly("at once", "late", "its answer late");
        assertThat(table.touchedBy(there) + table.touchedBy(back)).isEqualTo(2);
    }

    @Test
    void notedRequestPassesIsCountedAndTold() throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        table.tell((rule, from, to) -> seen.add(rule.name() + ": " + from + " to " + to));
        WireRule rule = new WireRule("second", WireRule.Match.of(A, B, "Fetch"), new WireRule.Act.Note(), 1, 1);
        table.arm(rule);
        arm("Fetch", new WireRule.Act.Duplicate(), 1, 1);
        ask(FETCH, "one", 10_000);
        ask(FETCH, "two", 10_000);
        ask(FETCH, "three", 10_000);
        assertThat(List.of(next(), next(), next())).containsExactly("one", "two", "three");
        assertThat(arrived).containsExactly("one", "two", "two", "three");
        assertThat(seen).containsExactly("second: broker 1 to broker 2", "FetchDuplicate[]: broker 1 to broker 2");
        assertThat(table.touchedBy(rule)).isEqualTo(1);
    }

    @Test
    void narrowLinkLetsItsBytesPassOneAfterTheOther() throws InterruptedException {
        links.throttle(A, B, 100 * 50);
        long before = wire.clock().nanos();
        for (int i = 0; i < 5; i++) {
            ask(i % 2 == 0 ? FETCH : MARKERS, "" + i, 10_000);
        }
        for (int i = 0; i < 5; i++) {
            next();
        }
        assertThat(wire.clock().nanos() - before).isGreaterThanOrEqualTo(90_000_000);
        assertThat(links.count(A, B).delayed()).isEqualTo(5);
        links.mend(A, B);
        ask("at once", 10_000);
        assertThat(next()).isEqualTo("at once");
    }

    @Test
    void resetEndsWhatIsUnderWayBetweenTheTwo() throws InterruptedException {
        neverAnswered();
        assertThat(transport.reset(A, B)).isEqualTo(1);
        assertThat(next()).contains("the connection was reset");
        neverAnswered();
        assertThat(transport.reset(B, A)).isEqualTo(1);
        assertThat(next()).contains("the connection was reset");
        assertThat(transport.reset(A, B)).isZero();
        ask("anew", 10_000);
        assertThat(next()).isEqualTo("anew");
    }
}
