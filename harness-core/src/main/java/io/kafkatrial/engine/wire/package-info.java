/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Faults of single requests, for every engine that carries Kafka's frames.
 * {@link io.kafkatrial.engine.wire.WireTable} holds the rules and judges each request: the answer is a
 * {@link io.kafkatrial.engine.wire.Decision}, which the carrier of the frames must carry out.
 */
@NullMarked
package io.kafkatrial.engine.wire;

import org.jspecify.annotations.NullMarked;
