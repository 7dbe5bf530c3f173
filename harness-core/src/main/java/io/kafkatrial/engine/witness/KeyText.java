/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key of bytes as the history prints it: as text if it is one, else in hex; equal keys are printed equally. */
final class KeyText {

    private static final int LONGEST = 64;

    private KeyText() {}

    static Optional<String> of(@Nullable ByteBuffer key) {
        return key == null ? Optional.empty() : Optional.of(cut(print(key.duplicate())));
    }

    private static String print(ByteBuffer key) {
        try {
            String text = UTF_8.newDecoder().decode(key.duplicate()).toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException binary) {
            // then in hex
        }
        byte[] bytes = new byte[key.remaining()];
        key.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "…" + Integer.toHexString(text.hashCode());
    }
}
