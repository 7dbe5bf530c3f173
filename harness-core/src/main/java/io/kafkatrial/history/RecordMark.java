/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a record carries with it: the number of the lane that sent it, its sequence there, and the {@link Seal} of its
 * content if the producer could give one. It is one header of few bytes, for records may be small and there are many:
 * two numbers of variable length, seven bits a byte, low ones first, and the eight bytes of the seal.
 *
 * <p>A lane is what identities have before their sequence ({@link RecordId#producer}). Its number is unlike that of any
 * other lane whose records may meet its own: the process counts those that send to clusters of its own; on any other
 * cluster the number is the {@linkplain #ofLane hash of the name}, which is unique beyond the process.
 *
 * @param lane above 0
 * @param sequence 0 or above
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record RecordMark(long lane, long sequence, OptionalLong seal) {

    /**
     * The record header that carries it: one byte, which no application uses for a name. Recording consumers take it off
     * again.
     */
    public static final String HEADER = "\u0001";

    /** Numbers that are hashes have seven bytes, and are above all that are counted. */
    private static final int HASH_BITS = 48;

    private static final int LONGEST = 10;

    /** The number of a lane that a process can work out which knows its name only. */
    public static long ofLane(String name) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (byte next : name.getBytes(UTF_8)) {
            hash = (hash ^ (next & 0xFF)) * 0x100000001b3L;
        }
        return ((hash ^ (hash >>> HASH_BITS)) & ((1L << HASH_BITS) - 1)) | (1L << HASH_BITS);
    }

    /** The header's content without a seal. */
    public static byte[] bytes(long lane, long sequence) {
        byte[] bytes = new byte[length(lane) + length(sequence)];
        put(sequence, bytes, put(lane, bytes, 0));
        return bytes;
    }

    /** The header's content. */
    public static byte[] bytes(long lane, long sequence, long seal) {
        byte[] bytes = new byte[length(lane) + length(sequence) + Long.BYTES];
        int at = put(sequence, bytes, put(lane, bytes, 0));
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[at++] = (byte) (seal >>> shift);
        }
        return bytes;
    }

    private static int length(long number) {
        return (Long.SIZE + 6 - Long.numberOfLeadingZeros(number | 1)) / 7;
    }

    private static int put(long number, byte[] bytes, int from) {
        int at = from;
        long rest = number;
        while (rest > 0x7F) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    /** What a header's content says; empty if it is none of ours. */
    public static Optional<RecordMark> parse(byte @Nullable [] header) {
        if (header == null) {
            return Optional.empty();
        }
        int first = end(header, 0);
        int second = end(header, first);
        long lane = number(header, 0, first);
        long sequence = number(header, first, second);
        int rest = header.length - second;
        if (first < 0 || second < 0 || lane <= 0 || sequence < 0 || (rest != 0 && rest != Long.BYTES)) {
            return Optional.empty();
        }
        OptionalLong seal = rest == 0
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(header, second, rest).getLong());
        return Optional.of(new RecordMark(lane, sequence, seal));
    }

    /** Behind the number that begins there; -1 if none does. */
    private static int end(byte[] bytes, int from) {
        for (int at = from; from >= 0 && at < bytes.length && at < from + LONGEST; at++) {
            if (bytes[at] >= 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static long number(byte[] bytes, int from, int end) {
        long number = 0;
        for (int at = end - 1; from >= 0 && at >= from; at--) {
            number = number << 7 | (bytes[at] & 0x7F);
        }
        return number;
    }
}
