/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

/** Who a request says it comes from: a transactional id with the producer id and epoch its caller holds. */
public record TxnProducer(String transactionalId, long producerId, short producerEpoch) {}
