/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

/**
 * Who leads a partition as far as this broker knows, for clients that asked the wrong one (KIP-951).
 *
 * @param leaderId the leading broker, {@code -1} for none
 * @param leaderEpoch its epoch
 */
public record LeaderHint(int leaderId, int leaderEpoch) {}
