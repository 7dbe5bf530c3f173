/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The embedded engine: Apache Kafka's brain, our body.
 *
 * <p>A broker is a {@code Node}: one loop ({@code loop}) that owns its log ({@code log}), its replicas
 * ({@code replication}) and its group coordinator ({@code group}). Netty ({@code net}) brings requests
 * to the loop, {@code api} answers them, {@code quorum} is the controller's side, and everything that
 * travels between two parties asks {@code link} first. The sub-packages meet only here.
 */
@NullMarked
package io.kafkatrial.engine.embedded;

import org.jspecify.annotations.NullMarked;
