/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The transaction coordinator of one broker (KIP-98, KIP-890) as a step function: no thread, socket,
 * clock or chance of its own.
 *
 * <p>A tour: {@link io.kafkatrial.engine.embedded.txn.Transactions} takes each
 * {@link io.kafkatrial.engine.embedded.txn.TxnInput} and puts out what follows from it as
 * {@link io.kafkatrial.engine.embedded.txn.TxnOutput}. A request goes through three stages. <b>Decide</b>:
 * {@code InitProducerIds}, {@code Additions} or {@code Endings} look at the state of the transactional id, as
 * Kafka's own {@code TransactionMetadata} keeps it, and either refuse or prepare the next state.
 * <b>Append</b>: {@code Journal} writes the prepared state to the id's partition of
 * {@code __transaction_state}. <b>Apply</b>: only when that is committed the state becomes the current one,
 * and the request is answered. Of an ended transaction {@code Markers} then sends a marker to the leader of
 * each of its partitions, and when all are in, the last state goes through append and apply.
 *
 * <p>A crash between any two stages loses nothing: {@code Owned} holds what the log says, and a new leader
 * of the log's partition replays it and goes on with the transactions it finds half finished.
 * {@code Expiry} aborts what takes too long, and forgets ids nobody uses.
 */
@NullMarked
package io.kafkatrial.engine.embedded.txn;

import org.jspecify.annotations.NullMarked;
