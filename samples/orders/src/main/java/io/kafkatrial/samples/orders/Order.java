/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import static java.util.Objects.requireNonNull;

/**
 * Somebody wants something.
 *
 * @param id what makes it this order and no other
 * @param customer who wants it
 * @param cents what it costs
 */
public record Order(String id, String customer, long cents) {
    public Order {
        requireNonNull(id, "id");
        requireNonNull(customer, "customer");
    }

    /** Write it as the value of a record. */
    public String text() {
        return id + ";" + customer + ";" + cents;
    }

    /**
     * Read what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is not an order
     */
    public static Order parse(String text) {
        String[] parts = text.split(";", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not an order (ID;CUSTOMER;CENTS): " + text);
        }
        return new Order(parts[0], parts[1], Long.parseLong(parts[2]));
    }
}
