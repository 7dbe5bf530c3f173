/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.link.Links;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Transport} of one cluster. A party joins with the executor its requests run on and leaves
 * when its process dies; whoever waits for an answer of a party that leaves is told at once, as by a
 * reset connection.
 *
 * <p>Safe for use by several threads.
 */
public final class WireTransport implements Transport {

    private record Direction(Endpoint from, Endpoint to) {}

    /** One incarnation of a party. */
    private static final class Party {
        private final Executor executor;
        private final Set<Call<?>> unanswered = ConcurrentHashMap.newKeySet();

        Party(Executor executor) {
            this.executor = executor;
        }
    }

    private final Links links;
    private final Loop wire;
    private final ConcurrentMap<Endpoint, Party> parties = new ConcurrentHashMap<>();
    private final ConcurrentMap<Direction, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * @param links asked for every message
     * @param wire delivers what is late or was held back; shared by the cluster
     */
    public WireTransport(Links links, Loop wire) {
        this.links = links;
        this.wire = wire;
    }

    /** Let {@code endpoint} take part; its requests, and answers to its own, run on {@code executor}. */
    public void join(Endpoint endpoint, Executor executor) {
        parties.put(endpoint, new Party(executor));
    }

    /** The process behind {@code endpoint} is gone. */
    public void leave(Endpoint endpoint) {
        Party gone = parties.remove(endpoint);
        if (gone != null) {
            gone.unanswered.forEach(call -> call.reset("its process is gone"));
        }
    }

    @Override
    public <R> void call(
            Endpoint from,
            Endpoint to,
            long timeoutMs,
            Supplier<? extends CompletionStage<R>> request,
            BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then) {
        Party caller = parties.get(from);
        if (caller == null) {
            return; // a process that is gone asks nothing
        }
        Call<R> call = new Call<>(from, to, caller.executor, then);
        call.timeout = wire.schedule(
                timeoutMs,
                () -> call.end(null, new Unreachable(to + " did not answer " + from + " in " + timeoutMs + " ms")));
        lane(from, to).send(() -> arrive(call, request));
    }

    private <R> void arrive(Call<R> call, Supplier<? extends CompletionStage<R>> request) {
        if (call.over.get()) {
            return;
        }
        Party callee = parties.get(call.to);
        if (callee == null) {
            call.reset("it does not run");
            return;
        }
        callee.unanswered.add(call);
        call.onEnd = () -> callee.unanswered.remove(call);
        if (parties.get(call.to) != callee) {
            call.reset("its process is gone");
            return;
        }
        callee.executor.execute(() -> {
            if (!call.over.get()) {
                serve(call, request);
            }
        });
    }

    private <R> void serve(Call<R> call, Supplier<? extends CompletionStage<R>> request) {
        CompletionStage<R> answer;
        try {
            answer = request.get();
        } catch (RuntimeException failed) {
            answerBack(call, null, failed);
            return;
        }
        answer.whenComplete((value, failure) -> answerBack(call, value, failure));
    }

    private <R> void answerBack(Call<R> call, @Nullable R value, @Nullable Throwable failure) {
        lane(call.to, call.from).send(() -> call.end(value, failure));
    }

    private Lane lane(Endpoint from, Endpoint to) {
        Direction direction = new Direction(from, to);
        Lane known = lanes.get(direction);
        return known != null ? known : lanes.computeIfAbsent(direction, d -> new Lane(links.link(d.from, d.to), wire));
    }

    /** A request that waits for its end: the answer, a reset, or the timeout, whichever is first. */
    private final class Call<R> {
        private final Endpoint from;
        private final Endpoint to;
        private final Executor callerExecutor;
        private final BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Loop.@Nullable Cancellable timeout;
        private volatile Runnable onEnd = () -> {};

        Call(
                Endpoint from,
                Endpoint to,
                Executor callerExecutor,
                BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then) {
            this.from = from;
            this.to = to;
            this.callerExecutor = callerExecutor;
            this.then = then;
        }

        /** Tell the caller, by the way back, that the other end is not there. */
        void reset(String why) {
            lane(to, from).send(() -> end(null, new Unreachable(to + " is not reachable from " + from + ": " + why)));
        }

        void end(@Nullable R value, @Nullable Throwable failure) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            Loop.Cancellable pending = timeout;
            if (pending != null) {
                pending.cancel();
            }
            onEnd.run();
            callerExecutor.execute(() -> then.accept(value, failure));
        }
    }
}
