/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.TrialException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** Waits for what an administrator is answered, and for what comes of it. Stateless. */
final class Answers {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * The answer.
     *
     * @throws TrialException if it is a refusal, or does not come
     */
    <T> T get(AdminAct act, @Nullable KafkaFuture<T> asked) {
        KafkaFuture<T> done = Objects.requireNonNull(asked, "what was asked for is among the answers");
        try {
            return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw ApacheComplaints.refused(act, String.valueOf(refused.getCause()), refused);
        } catch (TimeoutException late) {
            throw ApacheComplaints.refused(act, "no answer within " + PATIENCE.toSeconds() + " s", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while waiting for the cluster to answer an administrator", stopped);
        }
    }

    /** The same, but this refusal means that nothing has to be done. */
    void getUnless(AdminAct act, KafkaFuture<?> done, String exception) {
        try {
            get(act, done);
        } catch (TrialException refused) {
            Throwable why = refused.getCause() == null ? refused : refused.getCause();
            Throwable root = why.getCause() == null ? why : why.getCause();
            if (!root.getClass().getSimpleName().equals(exception)) {
                throw refused;
            }
        }
    }

    /**
     * Wait until it has come to be.
     *
     * @throws TrialException if it does not
     */
    void await(AdminAct act, BooleanSupplier done) {
        for (long look = PATIENCE.toNanos() / LOOK_NANOS; !done.getAsBoolean(); look--) {
            if (look == 0 || Thread.currentThread().isInterrupted()) {
                throw ApacheComplaints.refused(
                        act, "it was accepted, but did not come to be within " + PATIENCE.toSeconds() + " s", null);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
