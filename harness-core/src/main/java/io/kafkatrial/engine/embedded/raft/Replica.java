/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.raft;

/**
 * How far a replica of the log is, as its leader sees it.
 *
 * @param id the replica
 * @param endOffset the end of its log, -1 if it has not fetched from this leader yet
 * @param lastFetchWallMs when it last fetched, -1 for never
 * @param lastCaughtUpWallMs when it last had all the leader had, -1 for never
 */
public record Replica(int id, long endOffset, long lastFetchWallMs, long lastCaughtUpWallMs) {}
