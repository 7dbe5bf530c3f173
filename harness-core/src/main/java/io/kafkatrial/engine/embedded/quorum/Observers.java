/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import io.kafkatrial.engine.embedded.raft.Replica;
import io.kafkatrial.engine.embedded.raft.ReplicaClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * The brokers that read the metadata log at one voter: their polls that wait for more, and how far they
 * are. Known only while the voter leads. Confined to the voter's loop.
 */
final class Observers {

    /** A broker whose last poll is older is none any more, as with Apache Kafka. */
    private static final long SESSION_MS = 300_000;

    private final Map<Integer, Reader> readers = new TreeMap<>();

    private static final class Reader {
        private final ReplicaClock clock = new ReplicaClock();
        private long offset;
        private Optional<CompletableFuture<Fetched>> waiting = Optional.empty();
    }

    /** Note a broker's poll. */
    void polled(int broker, long offset, long logEnd, long wallMs) {
        Reader reader = readers.computeIfAbsent(broker, id -> new Reader());
        reader.offset = offset;
        reader.clock.fetched(offset, logEnd, wallMs);
    }

    /** Let a poll wait; the one that waited before is the caller's to end. */
    Optional<CompletableFuture<Fetched>> await(int broker, CompletableFuture<Fetched> poll) {
        Reader reader = readers.computeIfAbsent(broker, id -> new Reader());
        Optional<CompletableFuture<Fetched>> before = reader.waiting;
        reader.waiting = Optional.of(poll);
        return before;
    }

    /** Answer every poll that waits, by the offset it asked for. */
    void answerAll(LongFunction<Fetched> answer) {
        for (Reader reader : List.copyOf(readers.values())) {
            Optional<CompletableFuture<Fetched>> poll = reader.waiting;
            reader.waiting = Optional.empty();
            poll.ifPresent(each -> each.complete(answer.apply(reader.offset)));
        }
    }

    /** The voter no longer leads. */
    void refuseAll(NotLeading why) {
        List<Reader> all = new ArrayList<>(readers.values());
        readers.clear();
        all.forEach(reader -> reader.waiting.ifPresent(poll -> poll.completeExceptionally(why)));
    }

    List<Replica> seen(long wallMs) {
        readers.values()
                .removeIf(reader -> wallMs - reader.clock.lastFetchMs() >= SESSION_MS && reader.waiting.isEmpty());
        return readers.entrySet().stream()
                .map(reader -> new Replica(
                        reader.getKey(),
                        reader.getValue().offset,
                        reader.getValue().clock.lastFetchMs(),
                        reader.getValue().clock.lastCaughtUpMs()))
                .toList();
    }
}
