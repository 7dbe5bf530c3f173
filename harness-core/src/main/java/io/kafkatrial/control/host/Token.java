/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What lets a process in. The one place where chance must not be repeatable. */
final class Token {

    private static final int BYTES = 16;

    private Token() {}

    static String fresh() {
        byte[] token = new byte[BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /** Takes as long for a token that begins right as for any other. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
