/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few forms of ASN.1's distinguished encoding (X.690) that a certificate is made of. */
final class Der {

    private static final int SHORT_LENGTHS = 128;
    private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");
    private static final DateTimeFormatter TWO_DIGITS =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FOUR_DIGITS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    /** A bit string of whole bytes. */
    static byte[] bits(byte[] value) {
        return tagged(0x03, new byte[] {0}, value);
    }

    /** A bit string of the highest bits of one byte, as for key usages. */
    static byte[] flags(int value) {
        return tagged(0x03, new byte[] {(byte) Integer.numberOfTrailingZeros(value), (byte) value});
    }

    /** A time as RFC 5280 wants it: UTCTime before 2050, GeneralizedTime from then on. */
    static byte[] time(Instant instant) {
        boolean early = instant.isBefore(YEAR_2050);
        String text = (early ? TWO_DIGITS : FOUR_DIGITS).format(instant);
        return tagged(early ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A context-specific element around others. */
    static byte[] explicit(int number, byte[]... parts) {
        return tagged(0xA0 | number, parts);
    }

    /** A context-specific element in place of a plain one. */
    static byte[] implicit(int number, byte[] value) {
        return tagged(0x80 | number, value);
    }

    static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            base128(out, Long.parseLong(numbers[i]));
        }
        return tagged(0x06, out.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, long value) {
        int groups = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
        for (int group = groups - 1; group >= 0; group--) {
            int low = (int) (value >>> (7 * group)) & 0x7F;
            out.write(group == 0 ? low : low | 0x80);
        }
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        length(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length < SHORT_LENGTHS) {
            out.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(0x80 | bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(length >>> (8 * i));
        }
    }
}
