/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.link;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.WireTable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Transport} of one cluster. A party joins with the executor its requests run on and leaves
 * when its process dies; whoever waits for an answer of a party that leaves is told at once, as by a
 * reset connection.
 *
 * <p>Each pair of nodes has a connection for each {@link Label.Channel}, as Kafka's nodes have; what is held on one
 * does not hold up the others. A request whose caller gave up while a link was cut is not delivered any more; one
 * that a rule held or delayed is, as the segments of a closed connection still arrive.
 *
 * <p>Safe for use by several threads.
 */
public final class WireTransport implements Transport {

    private record Connection(Endpoint from, Endpoint to, Label.Channel channel, boolean back) {}

    /** One incarnation of a party. */
    private static final class Party {
        private final Executor executor;
        private final Set<Call<?>> unanswered = ConcurrentHashMap.newKeySet();
        private final Set<Call<?>> waiting = ConcurrentHashMap.newKeySet();

        Party(Executor executor) {
            this.executor = executor;
        }
    }

    private final Links links;
    private final WireTable table;
    private final Loop wire;
    private final ConcurrentMap<Endpoint, Party> parties = new ConcurrentHashMap<>();
    private final ConcurrentMap<Connection, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * A transport nobody has joined.
     *
     * @param links asked for every message
     * @param table asked for every request
     * @param wire delivers what is late or was held back; shared by the cluster
     */
    public WireTransport(Links links, WireTable table, Loop wire) {
        this.links = links;
        this.table = table;
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

    /**
     * Reset the connections that carry messages from one node to another, whoever opened them: who waits for an
     * answer on one is told. Only connections with something under way are there to be reset.
     *
     * @return how many calls were under way
     */
    public int reset(Endpoint from, Endpoint to) {
        return reset(parties.get(from), to) + (from.equals(to) ? 0 : reset(parties.get(to), from));
    }

    private static int reset(@Nullable Party caller, Endpoint callee) {
        List<Call<?>> hit = caller == null
                ? List.of()
                : caller.waiting.stream()
                        .filter(call -> call.trip.to().equals(callee))
                        .toList();
        hit.forEach(Call::resetHere);
        return hit.size();
    }

    @Override
    public <R> void call(
            Trip trip, Errand<R> errand, BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then) {
        Party caller = parties.get(trip.from());
        if (caller == null) {
            return; // a process that is gone asks nothing
        }
        Call<R> call = new Call<>(trip, errand, caller, then);
        caller.waiting.add(call);
        call.timeout = wire.schedule(
                trip.timeoutMs(),
                () -> call.end(
                        null,
                        new Unreachable(
                                trip.to() + " did not answer " + trip.from() + " in " + trip.timeoutMs() + " ms")));
        if (table.isIdle()) {
            call.there.send(errand.label().bytes(), () -> arrive(call));
        } else {
            call.decision = table.judge(trip.from(), trip.to(), errand.label());
            depart(call);
        }
    }

    private <R> void depart(Call<R> call) {
        if (call.decision instanceof Decision.ResetBefore) {
            call.resetHere();
        } else if (call.decision instanceof Decision.Refusal refusal) {
            call.errand.refusal().apply(refusal.error()).whenComplete(call::end);
        } else {
            call.there.send(
                    Decision.there(call.decision, call.errand.label().bytes().getAsLong()), () -> arrive(call));
        }
    }

    private <R> void arrive(Call<R> call) {
        deliver(call);
        Decision.handedOn(call.decision);
    }

    private <R> void deliver(Call<R> call) {
        if (call.over.get() && call.decision == Decision.PASS) {
            return;
        }
        Party callee = parties.get(call.trip.to());
        if (callee == null) {
            call.reset("it does not run");
            return;
        }
        callee.unanswered.add(call);
        call.onEnd = () -> callee.unanswered.remove(call);
        if (parties.get(call.trip.to()) != callee) {
            call.reset("its process is gone");
            return;
        }
        callee.executor.execute(() -> {
            if (!call.over.get() || call.decision != Decision.PASS) {
                serve(call);
            }
        });
        if (call.decision instanceof Decision.Twice) {
            callee.executor.execute(() -> {
                var unheard = call.errand.work().get();
                unheard.whenComplete((value, failure) -> {});
            });
        }
    }

    private <R> void serve(Call<R> call) {
        CompletionStage<R> answer;
        try {
            answer = call.errand.work().get();
        } catch (RuntimeException failed) {
            answerBack(call, null, failed);
            return;
        }
        answer.whenComplete((value, failure) -> answerBack(call, value, failure));
    }

    private <R> void answerBack(Call<R> call, @Nullable R value, @Nullable Throwable failure) {
        if (call.decision == Decision.PASS) {
            call.back.send(() -> weight(call, value), () -> call.end(value, failure));
        } else if (call.decision instanceof Decision.ResetAfter) {
            call.resetHere();
        } else {
            call.back.send(Decision.back(call.decision, weight(call, value)), () -> call.end(value, failure));
        }
    }

    private static <R> long weight(Call<R> call, @Nullable R value) {
        return value == null ? Errand.LIGHT_BYTES : call.errand.weight().applyAsLong(value);
    }

    private Lane lane(Trip trip, Label.Channel channel, boolean back) {
        Connection direction = new Connection(trip.from(), trip.to(), channel, back);
        Lane known = lanes.get(direction);
        return known != null
                ? known
                : lanes.computeIfAbsent(
                        direction, d -> new Lane(back ? links.link(d.to, d.from) : links.link(d.from, d.to), wire));
    }

    /** A request that waits for its end: the answer, a reset, or the timeout, whichever is first. */
    private final class Call<R> {
        private final Trip trip;
        private final Errand<R> errand;
        private final Party caller;
        private final Lane there;
        private final Lane back;
        private final BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Decision decision = Decision.PASS;
        private volatile Loop.@Nullable Cancellable timeout;
        private volatile Runnable onEnd = () -> {};

        Call(
                Trip trip,
                Errand<R> errand,
                Party caller,
                BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then) {
            this.trip = trip;
            this.errand = errand;
            this.caller = caller;
            this.there = lane(trip, errand.label().channel(), false);
            this.back = lane(trip, errand.label().channel(), true);
            this.then = then;
        }

        /** Tell the caller, by the way back, that the other end is not there. */
        void reset(String why) {
            back.send(() -> Errand.LIGHT_BYTES, () -> end(null, unreachable(why)));
        }

        /** Tell the caller at once: whoever resets connections stands beside it. */
        void resetHere() {
            end(null, unreachable("the connection was reset"));
        }

        private Unreachable unreachable(String why) {
            return new Unreachable(trip.to() + " is not reachable from " + trip.from() + ": " + why);
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
            caller.waiting.remove(this);
            caller.executor.execute(() -> then.accept(value, failure));
        }
    }
}
