/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import java.net.URI;
import java.nio.file.Path;

/** Tells which jar a class came from. */
final class Jars {
    private Jars() {}

    static Path of(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    static String nameOf(Class<?> type) {
        return of(type).getFileName().toString();
    }
}
