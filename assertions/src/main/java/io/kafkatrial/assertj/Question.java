/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import io.kafkatrial.Cluster;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * A question only a client can ask: an {@code Admin} of the user's own kafka-clients, with short timeouts because the
 * brokers may be out of reach on purpose, and kept for the duration of one assertion. Confined to the test's thread.
 */
final class Question implements AutoCloseable {

    private static final int REQUEST_MS = 1_000;
    private static final int CALL_MS = 2_000;

    private final Admin admin;

    private Question(Admin admin) {
        this.admin = admin;
    }

    static Question to(Cluster cluster) {
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put("request.timeout.ms", REQUEST_MS);
        config.put("default.api.timeout.ms", CALL_MS);
        return new Question(Admin.create(config));
    }

    Admin admin() {
        return admin;
    }

    /** What an answer is, or in which words the brokers refused it. */
    interface Asked<T> {
        KafkaFuture<T> of(Admin admin);
    }

    /** In place of an answer the admin did not even promise. */
    static <T> KafkaFuture<T> none() {
        return KafkaFuture.completedFuture("").thenApply(nothing -> {
            throw new IllegalStateException("the admin client has not asked");
        });
    }

    /** The answer; its value is missing if there was none. */
    <T> Answer<T> ask(Asked<T> asked) {
        try {
            return new Answer.Given<>(asked.of(admin).get(CALL_MS * 2L, TimeUnit.MILLISECONDS));
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            return new Answer.Refused<>(cause);
        } catch (TimeoutException late) {
            return new Answer.Refused<>(late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Answer.Refused<>(stop);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
