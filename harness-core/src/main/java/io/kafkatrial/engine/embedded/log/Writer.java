/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

import org.apache.kafka.server.common.TransactionVersion;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/**
 * Who appends, and what speaks for its transaction (KIP-890).
 *
 * @param guard what {@link ProducerStates#startVerification} gave before the transaction coordinator vouched
 *     for the partition; {@link VerificationGuard#SENTINEL} for whoever has none
 * @param transactionVersion by whose rules a marker's epoch is judged: from 2 on it must be greater than the
 *     producer's; -1 where no marker can be
 */
public record Writer(AppendOrigin origin, VerificationGuard guard, short transactionVersion) {
    /** A client without a transaction, or inside one that is known here already. */
    public static final Writer CLIENT =
            new Writer(AppendOrigin.CLIENT, VerificationGuard.SENTINEL, TransactionVersion.TV_UNKNOWN);

    static final Writer LEADER =
            new Writer(AppendOrigin.REPLICATION, VerificationGuard.SENTINEL, TransactionVersion.TV_UNKNOWN);

    /** A client whose transaction was verified. */
    public static Writer verified(VerificationGuard guard) {
        return guard.equals(VerificationGuard.SENTINEL)
                ? CLIENT
                : new Writer(AppendOrigin.CLIENT, guard, TransactionVersion.TV_UNKNOWN);
    }

    /** A coordinator that writes to its log, or markers to any. */
    public static Writer coordinator(VerificationGuard guard, short transactionVersion) {
        return new Writer(AppendOrigin.COORDINATOR, guard, transactionVersion);
    }
}
