/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The events of a history as a list that makes them when asked. Going through it costs an object for each
 * event; jumping to one costs the reading of half a block. Safe for use by several threads.
 */
final class EventList extends AbstractList<Event> implements RandomAccess {

    private final Columns columns;
    private final int size;
    private volatile Page page = new Page(-1, new Event[0]);
    private volatile int expected;

    /** The events of one block, kept for those who go through the list by index. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record Page(int block, Event[] events) {}

    EventList(Columns columns) {
        this.columns = columns;
        this.size = columns.size();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Event get(int position) {
        Objects.checkIndex(position, size);
        Page last = page;
        int block = position / Block.EVENTS;
        boolean inOrder = position == expected;
        expected = position + 1;
        if (last.block != block) {
            if (!inOrder) {
                Cursor cursor = new Cursor(columns, position, position + 1);
                cursor.next();
                return cursor.event();
            }
            last = page(block);
            page = last;
        }
        return last.events[position % Block.EVENTS];
    }

    private Page page(int block) {
        int from = block * Block.EVENTS;
        Event[] events = new Event[Math.min(Block.EVENTS, size - from)];
        Cursor cursor = new Cursor(columns, from, from + events.length);
        for (int i = 0; cursor.next(); i++) {
            events[i] = cursor.event();
        }
        return new Page(block, events);
    }

    @Override
    public Iterator<Event> iterator() {
        Cursor cursor = new Cursor(columns, 0, size);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.position() + 1 < size;
            }

            @Override
            public Event next() {
                if (!cursor.next()) {
                    throw new NoSuchElementException();
                }
                return cursor.event();
            }
        };
    }
}
