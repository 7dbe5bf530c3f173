/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A growing line of JSON in UTF-8. Confined to its writer. */
final class Text {

    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    byte[] bytes = new byte[1 << 16];
    int length;

    /** Plain ASCII that needs no escapes. */
    Text plain(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    Text plain(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    Text raw(byte[] other, int count) {
        reserve(count);
        System.arraycopy(other, 0, bytes, length, count);
        length += count;
        return this;
    }

    Text number(long value) {
        if (value == Long.MIN_VALUE) {
            return plain(Long.toString(value));
        }
        reserve(20);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int from = length;
        do {
            bytes[length++] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        for (int low = from, high = length - 1; low < high; low++, high--) {
            byte digit = bytes[low];
            bytes[low] = bytes[high];
            bytes[high] = digit;
        }
        return this;
    }

    /** A JSON string; half a pair of surrogates, which has no UTF-8, as an escape. */
    Text string(String value) {
        if (!isUnicode(value)) {
            plain('"');
            for (int i = 0; i < value.length(); i++) {
                plain("\\u%04x".formatted((int) value.charAt(i)));
            }
            return plain('"');
        }
        byte[] utf8 = value.getBytes(UTF_8);
        return string(utf8, 0, utf8.length);
    }

    /** Whether a text can be written in UTF-8 and read again: it has no half of a pair of surrogates. */
    static boolean isUnicode(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return UTF_8.newEncoder().canEncode(value);
            }
        }
        return true;
    }

    /** A JSON string of UTF-8. */
    Text string(byte[] utf8, int from, int end) {
        reserve(2 + 6 * (end - from));
        bytes[length++] = '"';
        for (int i = from; i < end; i++) {
            byte next = utf8[i];
            if (next == '"' || next == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = next;
            } else if (next >= 0 && next < 0x20) {
                plain("\\u00");
                bytes[length++] = HEX[next >> 4];
                bytes[length++] = HEX[next & 15];
            } else {
                bytes[length++] = next;
            }
        }
        bytes[length++] = '"';
        return this;
    }

    /** Eight hexadecimal digits. */
    Text hex(int value) {
        reserve(8);
        for (int shift = 28; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(value >>> shift) & 15];
        }
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
