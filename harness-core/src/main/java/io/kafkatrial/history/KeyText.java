/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The text of keys, in the order of their numbers: on pages, so that none of it is copied when more comes and hardly any
 * room is left over, each key as UTF-8 behind its length + 1. Where a key begins is known of every {@value #STEP}th. Only
 * the encoder adds; others may read what was added before they got the history.
 */
final class KeyText {

    private static final int STEP = 16;
    private static final int PAGE_BITS = 16;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int MOST_PAGES = 1 << (Integer.SIZE - PAGE_BITS);

    private byte[][] pages = {new byte[1 << 8]};
    private int page;
    private int end;

    /** Where every {@value #STEP}th key begins: the page, and the place on it. */
    private int[] starts = new int[4];

    private int size;

    /** Add the next key; where it begins. */
    int add(byte[] text, int from, int to) {
        int length = to - from;
        reserve(length + 5L);
        int start = page << PAGE_BITS | end;
        if (size % STEP == 0) {
            if (size / STEP == starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[size / STEP] = start;
        }
        byte[] into = pages[page];
        int rest = length + 1;
        for (; rest > 0x7F; rest >>>= 7) {
            into[end++] = (byte) (rest | 0x80);
        }
        into[end++] = (byte) rest;
        System.arraycopy(text, from, into, end, length);
        end += length;
        size++;
        return start;
    }

    /** The first page grows, as most histories have few keys; one longer than a page has one of its own. */
    private void reserve(long room) {
        int has = pages[page].length;
        if (end + room <= has) {
            return;
        }
        if (end + room <= PAGE) {
            pages[page] = Arrays.copyOf(pages[page], (int) Math.min(PAGE, Math.max(end + room, has * 2L)));
            return;
        }
        if (page + 1 == MOST_PAGES) {
            throw new IllegalStateException(Complaints.tooManyKeys());
        }
        if (page + 1 == pages.length) {
            pages = Arrays.copyOf(pages, pages.length * 2);
        }
        page++;
        pages[page] = new byte[(int) Math.max(PAGE, room)];
        end = 0;
    }

    /** Whether the key that begins there is this one. */
    boolean is(int start, byte[] text, int from, int to) {
        byte[] its = pages[start >>> PAGE_BITS];
        long where = part(its, start & (PAGE - 1));
        return Arrays.equals(its, (int) (where >>> Integer.SIZE), (int) where, text, from, to);
    }

    /** The hash of the key that begins there. */
    long hash(int start) {
        byte[] its = pages[start >>> PAGE_BITS];
        long where = part(its, start & (PAGE - 1));
        return Keys.hash(its, (int) (where >>> Integer.SIZE), (int) where);
    }

    /** Where the text of the key lies that begins there on its page. */
    private static long part(byte[] its, int at) {
        int next = at;
        int length = its[next] & 0x7F;
        for (int shift = 7; its[next++] < 0; shift += 7) {
            length |= (its[next] & 0x7F) << shift;
        }
        return (long) next << Integer.SIZE | (next + length - 1);
    }

    String name(int key) {
        int start = start(key);
        byte[] its = pages[start >>> PAGE_BITS];
        long where = part(its, start & (PAGE - 1));
        int from = (int) (where >>> Integer.SIZE);
        return new String(its, from, (int) where - from, UTF_8);
    }

    void put(int key, Text text) {
        int start = start(key);
        byte[] its = pages[start >>> PAGE_BITS];
        long where = part(its, start & (PAGE - 1));
        text.string(its, (int) (where >>> Integer.SIZE), (int) where);
    }

    /** Where a key begins: some keys behind one of which that is known. A page ends where no length stands. */
    private int start(int key) {
        int known = starts[key / STEP];
        int on = known >>> PAGE_BITS;
        int at = known & (PAGE - 1);
        for (int i = key % STEP; i > 0; i--) {
            at = (int) part(pages[on], at);
            if (at == pages[on].length || pages[on][at] == 0) {
                on++;
                at = 0;
            }
        }
        return on << PAGE_BITS | at;
    }

    /** These keys for those who only read: it does not see keys added later. */
    KeyText snapshot() {
        KeyText copy = new KeyText();
        copy.pages = pages.clone();
        copy.starts = starts;
        copy.size = size;
        return copy;
    }

    int size() {
        return size;
    }
}
