/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

/** Where in its work a client is met; the act happens there and then, on the client's own thread. */
public enum ClientPoint {
    /** Wherever it is. */
    ANYWHERE,
    /** The application asks for more records. */
    BEFORE_POLL,
    /** A poll has handed out records. */
    AFTER_POLL,
    /** A record is about to be handled. */
    BEFORE_RECORD,
    /** A record has been handled. */
    AFTER_RECORD,
    /** Offsets are about to be committed, by the consumer or into a transaction. */
    BEFORE_COMMIT,
    /** Offsets have been committed. */
    AFTER_COMMIT,
    /** A record is about to be sent. */
    BEFORE_SEND,
    /** A record has been sent, and may not be acknowledged yet. */
    AFTER_SEND,
    /** A transaction is about to be committed or aborted. */
    BEFORE_TRANSACTION_END,
    /** A transaction has been committed or aborted. */
    AFTER_TRANSACTION_END
}
