/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

/**
 * Up to {@value #EVENTS} consecutive events as bytes. Each event is a head and a few numbers, all of
 * variable length and relative to the event before:
 *
 * <pre>
 * head      0: the next of the events kept as they are; nothing follows
 *           else (lane + 1) * 2, + 1 if sequence and offset, as far as the lane has them, are one more
 *           than those of the lane's event before
 * nanos     since the event before, zigzag
 * sequence  if the head says so and the lane has one: beyond the expected, zigzag
 * offset    the same
 * key       if the lane has one: its number + 1, or 0
 * </pre>
 *
 * Lanes begin at zero in every block, so that each can be read by itself. Immutable.
 *
 * @param bytes the events
 * @param count how many there are
 * @param nanos what the first time is relative to
 * @param firstObject how many events before this block are kept as they are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record Block(byte[] bytes, int count, long nanos, int firstObject) {

    static final int EVENTS = 512;
}
