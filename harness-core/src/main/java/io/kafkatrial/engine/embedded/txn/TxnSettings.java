/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What of a broker's configuration is about the coordinator.
 *
 * @param maxTimeoutMs {@code transaction.max.timeout.ms}
 * @param timeoutCheckMs {@code transaction.abort.timed.out.transaction.cleanup.interval.ms}
 * @param idExpirationMs {@code transactional.id.expiration.ms}
 * @param idExpirationCheckMs {@code transaction.remove.expired.transaction.cleanup.interval.ms}
 * @param requestTimeoutMs {@code request.timeout.ms}, for tombstones
 * @param retryMs how long to wait before markers and last states that failed are tried again
 */
public record TxnSettings(
        int maxTimeoutMs,
        int timeoutCheckMs,
        int idExpirationMs,
        int idExpirationCheckMs,
        int requestTimeoutMs,
        int retryMs) {

    private static final int RETRY_MS = 20;

    /** Read them; what is not set has Kafka's default. */
    public static TxnSettings of(Map<String, String> brokerConfig) {
        return new TxnSettings(
                number(brokerConfig, "transaction.max.timeout.ms", (int) TimeUnit.MINUTES.toMillis(15)),
                number(brokerConfig, "transaction.abort.timed.out.transaction.cleanup.interval.ms", (int)
                        TimeUnit.SECONDS.toMillis(10)),
                number(brokerConfig, "transactional.id.expiration.ms", (int) TimeUnit.DAYS.toMillis(7)),
                number(brokerConfig, "transaction.remove.expired.transaction.cleanup.interval.ms", (int)
                        TimeUnit.HOURS.toMillis(1)),
                number(brokerConfig, "request.timeout.ms", 30_000),
                RETRY_MS);
    }

    private static int number(Map<String, String> config, String key, int otherwise) {
        String set = config.get(key);
        return set == null ? otherwise : Integer.parseInt(set.trim());
    }
}
