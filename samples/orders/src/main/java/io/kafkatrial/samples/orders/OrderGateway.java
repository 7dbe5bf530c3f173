/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes orders in. The orders of one customer stay in order. As safe for several threads as the producer. */
public final class OrderGateway {

    /** The topic orders are sent to. */
    public static final String TOPIC = "orders";

    private final Producer<String, String> producer;

    /** Send through this producer; whoever made it closes it. */
    public OrderGateway(Producer<String, String> producer) {
        this.producer = requireNonNull(producer, "producer");
    }

    /**
     * Submit an order.
     *
     * @return completed when the order is safe, exceptionally if it may not be
     */
    public CompletionStage<Order> submit(Order order) {
        var accepted = new CompletableFuture<Order>();
        producer.send(new ProducerRecord<>(TOPIC, order.customer(), order.text()), (metadata, error) -> {
            if (error == null) {
                accepted.complete(order);
            } else {
                accepted.completeExceptionally(error);
            }
        });
        return accepted;
    }
}
