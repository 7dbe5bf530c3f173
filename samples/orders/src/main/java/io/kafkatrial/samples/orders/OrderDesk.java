/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Books orders: first the ledger, then the commit, so that an order is booked at least once; the ledger makes that
 * exactly once. Confined to the thread that works.
 */
public final class OrderDesk {
    private final Consumer<String, String> consumer;
    private final Ledger ledger;
    private final java.util.function.Consumer<ConsumerRecord<String, String>> onBooked;

    /**
     * Work for a ledger.
     *
     * @param consumer a group's member that does not commit by itself; whoever made it closes it
     * @param onBooked told of every record whose order was booked now, not of repetitions
     */
    public OrderDesk(
            Consumer<String, String> consumer,
            Ledger ledger,
            java.util.function.Consumer<ConsumerRecord<String, String>> onBooked) {
        this.consumer = requireNonNull(consumer, "consumer");
        this.ledger = requireNonNull(ledger, "ledger");
        this.onBooked = requireNonNull(onBooked, "onBooked");
    }

    /** Join the group. */
    public void open() {
        consumer.subscribe(List.of(OrderGateway.TOPIC));
    }

    /** Book what has come in, waiting at most this long for something to come. */
    public void work(Duration wait) {
        for (ConsumerRecord<String, String> order : consumer.poll(wait)) {
            if (ledger.book(Order.parse(order.value()))) {
                onBooked.accept(order);
            }
        }
        try {
            consumer.commitSync();
        } catch (RetriableException e) {
            // not committed: after a crash these orders come again, and the ledger knows them
        }
    }
}
