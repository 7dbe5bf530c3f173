/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A small order service, as an application would have it: nothing in here knows that it is tested, or with what.
 *
 * <p>{@link io.kafkatrial.samples.orders.OrderGateway} takes orders in and sends them to the topic
 * {@code orders}; {@link io.kafkatrial.samples.orders.OrderDesk}, a member of a consumer group, books them into a
 * {@link io.kafkatrial.samples.orders.Ledger}, which refuses to book an order twice.
 */
@NullMarked
package io.kafkatrial.samples.orders;

import org.jspecify.annotations.NullMarked;
