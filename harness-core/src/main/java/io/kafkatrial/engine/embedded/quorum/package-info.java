/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Apache Kafka's controller over an in-memory Raft seam; registration, heartbeats and metadata as a broker sees them.
 */
@NullMarked
package io.kafkatrial.engine.embedded.quorum;

import org.jspecify.annotations.NullMarked;
