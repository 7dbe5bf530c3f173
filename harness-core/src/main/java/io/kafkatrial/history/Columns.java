/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

/**
 * The events of a history as the recorder has encoded them, with the tables that name what is in them.
 * The tables may grow after the history was cut; what is in it stays. Immutable as far as the history is
 * concerned, so safe for use by several threads.
 *
 * @param records record numbers in this history are smaller
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record Columns(
        Block[] blocks, Lane[] lanes, Names names, Event[] objects, KeyText keys, Numbering numbering, int records) {

    int size() {
        return blocks.length == 0 ? 0 : (blocks.length - 1) * Block.EVENTS + blocks[blocks.length - 1].count();
    }
}
