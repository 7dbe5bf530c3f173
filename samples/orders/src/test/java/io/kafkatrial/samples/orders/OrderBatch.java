/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A day's orders: ten customers, each wants the same things again and again. */
final class OrderBatch {
    private final List<Order> orders;

    OrderBatch(int count) {
        orders = IntStream.range(0, count)
                .mapToObj(i -> new Order("order-" + i, "customer-" + i % 10, 5))
                .toList();
    }

    int count() {
        return orders.size();
    }

    long centsOf(String customer) {
        return orders.stream()
                .filter(order -> order.customer().equals(customer))
                .mapToLong(Order::cents)
                .sum();
    }

    /** Submit all, waiting for none; done when the last is safe. */
    CompletableFuture<Void> submitTo(OrderGateway gateway) {
        return CompletableFuture.allOf(orders.stream()
                .map(order -> gateway.submit(order).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
