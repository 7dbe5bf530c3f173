/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.server.common.TransactionVersion;

/**
 * Coordinators in virtual time, over one replicated log, that crash or lose their leadership anywhere
 * between decide, append, apply and the sending of markers; messages are late or lost. Everything
 * comes from the seed.
 */
final class TxnSimulation implements TxnCluster {

    static final int PARTITIONS = 4;
    static final int TRANSACTION_TIMEOUT_MS = 400;
    private static final long OVER_AT_MS = 12_000;
    private static final long END_AT_MS = 20_000;

    private record Event(long atMs, long sequence, Runnable act) {}

    /** One incarnation of a coordinator, which may not know yet that it leads no more. */
    private final class Coordinator {
        private final int epoch;
        private final Transactions transactions =
                new Transactions(new TxnSettings(60_000, 100, Integer.MAX_VALUE, 60_000, 1000, 20), TxnSimulation.this);
        private final Map<Long, Consumer<TxnOutput.Answered>> questions = new HashMap<>();
        private boolean dead;
        private long tickAtMs = Long.MAX_VALUE;

        Coordinator(int epoch) {
            this.epoch = epoch;
        }

        boolean leads() {
            return leader == this;
        }

        void feed(TxnInput input) {
            if (dead) {
                return;
            }
            List<TxnOutput> outputs = new ArrayList<>();
            transactions.step(input, new Now(nowMs, nowMs), outputs::add);
            outputs.forEach(this::carryOut);
            transactions.nextDeadlineMs().ifPresent(due -> {
                if (due < tickAtMs) {
                    tickAtMs = due;
                    after(Math.max(1, due - nowMs), () -> {
                        tickAtMs = Long.MAX_VALUE;
                        feed(new TxnInput.Tick());
                    });
                }
            });
        }

        private void carryOut(TxnOutput output) {
            if (output instanceof TxnOutput.Answered answered) {
                Consumer<TxnOutput.Answered> question = questions.remove(answered.token());
                if (question != null) {
                    question.accept(answered);
                }
            } else if (output instanceof TxnOutput.Append append) {
                append(append);
            } else if (output instanceof TxnOutput.SendMarkers send) {
                send(send);
            } else if (output instanceof TxnOutput.WantProducerId) {
                after(
                        latencyMs(),
                        () -> feed(new TxnInput.ProducerIds(
                                random.nextInt(10) == 0 && !isOver() ? List.of() : List.of(++lastProducerId))));
            }
        }

        private void append(TxnOutput.Append append) {
            if (!leads()) {
                after(latencyMs(), () -> feed(new TxnInput.Appended(append.appendId(), Errors.NOT_LEADER_OR_FOLLOWER)));
                return;
            }
            log.records.add(append.records());
            int end = log.records.size();
            boolean late = random.nextInt(20) == 0 && !isOver();
            after(latencyMs(), () -> {
                if (leads()) {
                    log.committed = Math.max(log.committed, late ? log.committed : end);
                    feed(new TxnInput.Appended(append.appendId(), late ? Errors.REQUEST_TIMED_OUT : Errors.NONE));
                    feed(new TxnInput.HighWatermark(0, log.committed));
                } else {
                    feed(new TxnInput.Appended(append.appendId(), Errors.NOT_LEADER_OR_FOLLOWER));
                }
            });
        }

        private void send(TxnOutput.SendMarkers send) {
            boolean requestLost = isLost();
            boolean answerLost = isLost();
            after(latencyMs(), () -> {
                Map<Long, Map<TopicPartition, Errors>> errors = new HashMap<>();
                if (!requestLost) {
                    send.markers().forEach(marker -> marker.partitions().forEach(partition -> errors.computeIfAbsent(
                                    marker.producerId(), id -> new HashMap<>())
                            .put(
                                    partition,
                                    partitions.get(partition.partition()).mark(marker))));
                }
                boolean lost = requestLost || answerLost;
                after(latencyMs(), () -> feed(new TxnInput.MarkersSent(send.requestId(), lost ? null : errors)));
            });
        }
    }

    final SplittableRandom random;
    final List<DataPartition> partitions = new ArrayList<>();
    final SimulatedLog log = new SimulatedLog();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final TransactionVersion version;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::atMs).thenComparing(Event::sequence));
    private Coordinator leader;
    private long nowMs = 1_000;
    private long sequence;
    private long lastProducerId;
    private long lastToken;
    int failovers;

    TxnSimulation(long seed, TransactionVersion version) {
        this.random = new SplittableRandom(seed);
        this.version = version;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new DataPartition());
        }
        for (int i = 0; i < 4; i++) {
            clients.add(new SimulatedClient(this, "client-" + i, "tx-" + i / 2));
        }
    }

    void run() {
        failOver();
        clients.forEach(client -> after(random.nextInt(50), client::start));
        disturb();
        findLeaders();
        for (Event event = events.poll(); event != null && event.atMs() <= END_AT_MS; event = events.poll()) {
            nowMs = event.atMs();
            event.act().run();
        }
        assertThat(clients.stream().filter(client -> !client.finished).map(SimulatedClient::stuckAt))
                .as("clients that hang")
                .isEmpty();
        judge();
    }

    boolean isOver() {
        return nowMs >= OVER_AT_MS;
    }

    private boolean isLost() {
        return random.nextInt(12) == 0 && !isOver();
    }

    int latencyMs() {
        return 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 8);
    }

    void after(long delayMs, Runnable act) {
        events.add(new Event(nowMs + delayMs, ++sequence, act));
    }

    private void disturb() {
        after(50 + random.nextInt(400), () -> {
            if (!isOver()) {
                failOver();
                disturb();
            }
        });
    }

    /** A partition that had no leader for a while has one again. */
    private void findLeaders() {
        after(200, () -> {
            leader.feed(new TxnInput.MetadataChanged());
            findLeaders();
        });
    }

    /** The leader dies, or is cut off and learns of it later; its successor has all that is committed, and maybe more. */
    private void failOver() {
        Coordinator old = leader;
        if (old != null) {
            boolean crashes = random.nextBoolean();
            old.dead = crashes;
            after(random.nextInt(300), () -> old.feed(new TxnInput.Resigned(0)));
            int kept = log.committed + random.nextInt(log.records.size() - log.committed + 1);
            log.records.subList(kept, log.records.size()).clear();
        }
        failovers++;
        Coordinator heir = new Coordinator(failovers);
        leader = heir;
        heir.feed(new TxnInput.Elected(0, heir.epoch));
        int end = log.records.size();
        after(latencyMs(), () -> {
            log.records
                    .subList(0, Math.min(end, log.records.size()))
                    .forEach(records -> heir.feed(new TxnInput.Replayed(0, heir.epoch, records)));
            heir.feed(new TxnInput.ReplayEnded(0, heir.epoch, end));
            heir.feed(new TxnInput.HighWatermark(0, log.committed));
            after(latencyMs(), () -> {
                if (heir.leads()) {
                    log.committed = Math.max(log.committed, end);
                    heir.feed(new TxnInput.HighWatermark(0, log.committed));
                }
            });
        });
    }

    /** Ask the leader; {@code then} gets null if no answer came in time. */
    void ask(LongFunction<TxnInput> request, Consumer<TxnOutput.Answered> then) {
        long token = ++lastToken;
        boolean requestLost = isLost();
        boolean answerLost = isLost();
        boolean[] over = new boolean[1];
        Consumer<TxnOutput.Answered> once = answer -> {
            if (!over[0]) {
                over[0] = true;
                then.accept(answer);
            }
        };
        Coordinator asked = leader;
        after(latencyMs(), () -> {
            if (!requestLost) {
                asked.questions.put(token, answer -> {
                    if (!answerLost) {
                        after(latencyMs(), () -> once.accept(answer));
                    }
                });
                asked.feed(request.apply(token));
            }
        });
        after(400, () -> once.accept(null));
    }

    private void judge() {
        assertThat(partitions).allSatisfy(partition -> assertThat(partition.open())
                .as("records without a marker")
                .isEmpty());
        for (SimulatedClient client : clients) {
            client.written.forEach((label, its) -> {
                Set<TransactionResult> outcomes = new HashSet<>();
                its.forEach(partition ->
                        outcomes.addAll(partitions.get(partition).outcomes.get(label)));
                assertThat(outcomes).as("results of %s in %s", label, its).hasSize(1);
                if (client.told.containsKey(label)) {
                    assertThat(outcomes).as("of %s", label).containsExactly(client.told.get(label));
                }
            });
        }
    }

    int committed() {
        return (int) clients.stream()
                .flatMap(client -> client.told.values().stream())
                .filter(result -> result == TransactionResult.COMMIT)
                .count();
    }

    @Override
    public int logPartitions() {
        return 1;
    }

    @Override
    public TransactionVersion version() {
        return version;
    }

    @Override
    public Optional<OptionalInt> leaderOf(TopicPartition partition) {
        return Optional.of(random.nextInt(20) == 0 && !isOver() ? OptionalInt.empty() : OptionalInt.of(1));
    }
}
