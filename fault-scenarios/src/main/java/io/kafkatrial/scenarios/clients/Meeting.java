/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Passages;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to clients when they come to a point of their work. Passages are counted over all clients that the fault
 * means. Safe for use by several threads.
 */
final class Meeting {

    /** What happens, on the thread that came there. */
    interface Deed {
        /**
         * Do it.
         *
         * @param where in words, for example {@code before record orders-0@17}
         */
        void on(StagedClient client, String where, Meeting meeting);
    }

    private final Set<ClientPoint> points;
    private final Passages passages;
    private final Predicate<@Nullable ConsumerRecord<?, ?>> which;
    private final Deed deed;
    private final AtomicLong passed = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    Meeting(Set<ClientPoint> points, Passages passages, Predicate<@Nullable ConsumerRecord<?, ?>> which, Deed deed) {
        this.points = Set.copyOf(points);
        this.passages = passages;
        this.which = which;
        this.deed = deed;
    }

    void come(StagedClient client, ClientPoint point, @Nullable ConsumerRecord<?, ?> record) {
        if (!points.contains(point) || over.getCount() == 0 || !which.test(record)) {
            return;
        }
        long passage = passed.incrementAndGet();
        boolean due = passage > passages.skip()
                && (passages.times() == 0 || passage <= (long) passages.skip() + passages.times());
        if (due) {
            deed.on(client, words(point, record), this);
        }
    }

    private static String words(ClientPoint point, @Nullable ConsumerRecord<?, ?> record) {
        String at = point.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return record == null ? at : at + " " + record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /** Let the thread that came wait that long, or until the meeting is over. */
    void hold(Duration time) {
        try {
            boolean early = over.await(time.toNanos(), TimeUnit.NANOSECONDS);
            if (early) {
                return;
            }
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    /** Nothing happens any more, and nobody waits. */
    void end() {
        over.countDown();
    }

    /** How many passages there were. */
    long passed() {
        return passed.get();
    }
}
