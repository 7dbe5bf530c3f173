/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Apache Kafka's group coordinator on the broker's loop, over the replicated {@code __consumer_offsets}.
 */
@NullMarked
package io.kafkatrial.engine.embedded.group;

import org.jspecify.annotations.NullMarked;
