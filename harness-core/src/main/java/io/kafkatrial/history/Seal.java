/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a record's key and value, carried in its {@link RecordMark}, so that whoever reads the record later
 * knows whether its content is what was sent: CRC-32C of the key and of the value as they were serialized, four bytes
 * each.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Seal {

    /** CRC-32C of nothing is 0; no content at all is something else. */
    private static final int ABSENT = 1;

    private Seal() {}

    /** The checksum of one part, key or value. */
    public static int of(byte @Nullable [] part) {
        if (part == null) {
            return ABSENT;
        }
        CRC32C sum = new CRC32C();
        sum.update(part, 0, part.length);
        return (int) sum.getValue();
    }

    /** The checksum of one part, key or value; the buffer is left as it is. */
    public static int of(@Nullable ByteBuffer part) {
        if (part == null) {
            return ABSENT;
        }
        CRC32C sum = new CRC32C();
        sum.update(part.duplicate());
        return (int) sum.getValue();
    }

    /** The seal of a record by the checksums of its parts. */
    public static long of(int key, int value) {
        return (long) key << Integer.SIZE | Integer.toUnsignedLong(value);
    }

    /** The checksum of the key, from the seal. */
    public static int key(long seal) {
        return (int) (seal >>> Integer.SIZE);
    }

    /** The checksum of the value, from the seal. */
    public static int value(long seal) {
        return (int) seal;
    }
}
