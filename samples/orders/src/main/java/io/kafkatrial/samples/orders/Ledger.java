/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the customers owe. Books each order once, however often it is told. Safe for use by several threads. */
public final class Ledger {
    private final Set<String> booked = new HashSet<>();
    private final Map<String, Long> centsByCustomer = new HashMap<>();

    /**
     * Book an order.
     *
     * @return false if it was booked before; then nothing happens
     */
    public synchronized boolean book(Order order) {
        if (!booked.add(order.id())) {
            return false;
        }
        centsByCustomer.merge(order.customer(), order.cents(), Long::sum);
        return true;
    }

    /** The number of orders booked. */
    public synchronized int orders() {
        return booked.size();
    }

    /** What this customer owes. */
    public synchronized long centsOf(String customer) {
        return centsByCustomer.getOrDefault(customer, 0L);
    }
}
