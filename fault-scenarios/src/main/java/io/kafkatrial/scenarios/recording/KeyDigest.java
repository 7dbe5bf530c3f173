/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key as the history prints it: equal keys have equal digests, and long ones are cut. */
final class KeyDigest {

    private static final int LONGEST = 64;

    private KeyDigest() {}

    static Optional<String> of(@Nullable Object key) {
        return Optional.ofNullable(print(key));
    }

    /** The same, where an object more would cost too much. */
    static @Nullable String print(@Nullable Object key) {
        return key == null ? null : cut(key instanceof String text ? text : text(key));
    }

    private static String text(Object key) {
        if (key instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (key instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
        return String.valueOf(key);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return text.substring(0, LONGEST) + "…" + Integer.toHexString(text.hashCode());
    }
}
