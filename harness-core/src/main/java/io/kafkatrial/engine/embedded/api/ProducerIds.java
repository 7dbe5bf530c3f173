/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out producer ids from blocks the controller gives (KIP-730). Kafka's {@code ProducerIdManager}
 * answers COORDINATOR_LOAD_IN_PROGRESS while a block is on its way, which costs the first producer a
 * retry; here it waits for the block and gets that error only when the controller cannot be asked.
 * Confined to the broker's loop.
 */
public final class ProducerIds {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerIds.class);

    private final BrokerView broker;
    private final Controllers controllers;
    private final Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
    private long next;
    private long end;
    private boolean asking;

    /** Have no ids yet; ask the controller for the first block when the first id is wanted. */
    public ProducerIds(BrokerView broker, Controllers controllers) {
        this.broker = broker;
        this.controllers = controllers;
    }

    /** A producer id nobody had before; fails with COORDINATOR_LOAD_IN_PROGRESS if the controller cannot be asked. */
    public CompletionStage<Long> next() {
        CompletableFuture<Long> id = new CompletableFuture<>();
        waiting.add(id);
        serve();
        return id;
    }

    private void serve() {
        while (next < end) {
            CompletableFuture<Long> first = waiting.poll();
            if (first == null) {
                return;
            }
            first.complete(next++);
        }
        if (!waiting.isEmpty() && !asking) {
            asking = true;
            controllers
                    .allocateProducerIds(new AllocateProducerIdsRequestData()
                            .setBrokerId(broker.brokerId())
                            .setBrokerEpoch(broker.brokerEpoch().getAsLong()))
                    .whenComplete(this::answered);
        }
    }

    private void answered(@Nullable AllocateProducerIdsResponseData block, @Nullable Throwable error) {
        asking = false;
        if (block == null || block.errorCode() != Errors.NONE.code()) {
            LOG.warn("no block of producer ids from the controller: {}", block, error);
            refuseAll();
            return;
        }
        next = block.producerIdStart();
        end = next + block.producerIdLen();
        serve();
    }

    private void refuseAll() {
        for (CompletableFuture<Long> id = waiting.poll(); id != null; id = waiting.poll()) {
            id.completeExceptionally(Errors.COORDINATOR_LOAD_IN_PROGRESS.exception());
        }
    }
}
