/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.scenarios.recording.Interposition.Made;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** One client of the application, as the stage knows it. Safe for use by several threads. */
final class StagedClient {

    /** How the client is taken apart when it crashes; never tells a broker. */
    interface Ending {
        void end();
    }

    /** A state that is told, though it is no news for the history. */
    static final String SUBSCRIBED = "subscribed";

    private final Made made;
    private final Object real;
    private final Ending ending;
    private final BiConsumer<String, String> tell;
    private final Gate gate = new Gate();
    private final List<Meeting> meetings = new CopyOnWriteArrayList<>();
    private final AtomicBoolean crashed = new AtomicBoolean();
    private volatile boolean leaked;
    private volatile @Nullable Leaving leaving;
    private volatile @Nullable Thread caller;
    private volatile Optional<Subscription> subscription = Optional.empty();

    /**
     * A client.
     *
     * @param real Kafka's own, below what records
     * @param tell is told the client's name and new state
     */
    StagedClient(Made made, Object real, Ending ending, BiConsumer<String, String> tell) {
        this.made = made;
        this.real = real;
        this.ending = ending;
        this.tell = tell;
    }

    String name() {
        return made.name();
    }

    /** What it was made with; empty for a client that was made elsewhere and wrapped. */
    Made made() {
        return made;
    }

    Optional<String> config(String key) {
        return made.text(key);
    }

    boolean isConsumer() {
        return real instanceof org.apache.kafka.clients.consumer.Consumer<?, ?>;
    }

    /** What the application subscribed it to, last. */
    Optional<Subscription> subscription() {
        return subscription;
    }

    void subscribed(Optional<Subscription> now) {
        subscription = now;
        if (now.isPresent()) {
            tell.accept(name(), SUBSCRIBED);
        }
    }

    /** Whether this thread is the one that called it last. */
    boolean isOf(Thread thread) {
        return caller == thread;
    }

    /** The application calls: wait while the client is paused; no further if it is dead. */
    void enter() {
        Thread now = Thread.currentThread();
        if (caller != now) {
            caller = now;
        }
        pass();
    }

    /** The answer is there: it is handed over when the client is not paused, and not at all if it is dead. */
    void leave() {
        pass();
    }

    private void pass() {
        if (!gate.pass() || leaked) {
            throw new ClientCrashedException(name(), null);
        }
    }

    /** Its application has lost it: calls fail, its own threads go on. */
    void leak() {
        leaked = true;
        tell.accept(name(), "leaked");
    }

    /** Whether calls of it fail for good. */
    boolean isGone() {
        return leaked || crashed.get();
    }

    /** From now on it leaves its group with the next poll. */
    void leaving(@Nullable Leaving now) {
        leaving = now;
    }

    @Nullable
    Leaving leaving() {
        return leaving;
    }

    boolean isCrashed() {
        return crashed.get();
    }

    /** Let this happen to it at points of its work from now on. */
    void expect(Meeting meeting) {
        meetings.add(meeting);
    }

    void forget(Meeting meeting) {
        meetings.remove(meeting);
    }

    /** Whether anything waits for it. */
    boolean isExpected() {
        return !meetings.isEmpty();
    }

    /** It came to a point of its work, on the thread of the application. */
    void at(ClientPoint point) {
        at(point, null);
    }

    void at(ClientPoint point, @Nullable ConsumerRecord<?, ?> record) {
        if (meetings.isEmpty()) {
            return;
        }
        for (Meeting meeting : meetings) {
            meeting.come(this, point, record);
        }
        if (!meetings.isEmpty()) {
            pass();
        }
    }

    /**
     * Die as a killed process does: the sockets end, nothing reaches a broker any more, every call fails.
     *
     * @return false if it was dead already
     */
    boolean crash() {
        if (!crashed.compareAndSet(false, true)) {
            return false;
        }
        List<GatedWire> wires = Wires.gate(real, gate);
        gate.die();
        wires.forEach(GatedWire::wakeup);
        ending.end();
        return true;
    }

    /**
     * Stand still, with all threads.
     *
     * @return false if it is dead
     */
    boolean pause() {
        if (crashed.get()) {
            return false;
        }
        List<GatedWire> wires = Wires.gate(real, gate);
        gate.shut();
        wires.forEach(GatedWire::wakeup);
        tell.accept(name(), "paused");
        return true;
    }

    void resume() {
        gate.open();
        if (!gate.isDead()) {
            tell.accept(name(), gate.isShut() ? "still paused" : "resumed");
        }
    }

    /** Let nobody wait any more, for the end of the trial. */
    void release() {
        meetings.forEach(Meeting::end);
        meetings.clear();
        while (gate.isShut()) {
            gate.open();
        }
    }

    /** How many times a thread of it, or of the application, had to wait. */
    long stopped() {
        return gate.stopped();
    }

    /** What a call of it threw, as the application shall see it. */
    Throwable seen(Throwable thrown) {
        boolean ours = thrown instanceof ClientCrashedException || thrown instanceof InterruptException;
        return isGone() && !ours ? new ClientCrashedException(name(), thrown) : thrown;
    }

    @Override
    public String toString() {
        return name();
    }
}
