/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes lines with sound checksums, whatever they say: as docs/history.md has it. */
final class SealedLines {

    static final String FIRST = "{\"history\":\"kafka-trial\",\"version\":1}";

    private SealedLines() {}

    static void write(Path file, List<String> objects) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CRC32C sum = new CRC32C();
        for (String object : objects) {
            byte[] content =
                    object.substring(0, Math.max(0, object.length() - 1)).getBytes(UTF_8);
            sum.update(content);
            byte[] tail = ",\"crc\":\"%08x\"}\n".formatted(sum.getValue()).getBytes(UTF_8);
            sum.update(tail);
            bytes.writeBytes(content);
            bytes.writeBytes(tail);
        }
        Files.write(file, bytes.toByteArray());
    }
}
