/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void orderToldTwiceIsBookedOnce() {
        var order = Order.parse(new Order("7", "ann", 250).text());

        assertThat(ledger.book(order)).isTrue();
        assertThat(ledger.book(order)).isFalse();

        assertThat(ledger.centsOf("ann")).isEqualTo(250);
        assertThat(ledger.orders()).isEqualTo(1);
    }

    @Test
    void whatIsNotAnOrderIsRefused() {
        assertThatThrownBy(() -> Order.parse("7;ann")).hasMessageContaining("7;ann");
    }
}
