/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import io.kafkatrial.fault.json.RecordJson;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Messages as lines of JSON. Stateless. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Lines {

    /** The version of the messages. */
    public static final int VERSION = 1;

    private static final String NAME = "message";

    private Lines() {}

    /** A request as a line, without the line break. */
    public static String of(Asked asked) {
        return RecordJson.line(Asked.class, asked);
    }

    /** What is told as a line, without the line break. */
    public static String of(Told told) {
        return RecordJson.line(Told.class, told);
    }

    /**
     * The request of a line.
     *
     * @throws io.kafkatrial.engine.TrialException if there is none in it
     */
    public static Asked asked(String line) {
        return RecordJson.ofLine(Asked.class, NAME, line);
    }

    /**
     * What a line tells.
     *
     * @throws io.kafkatrial.engine.TrialException if it tells nothing
     */
    public static Told told(String line) {
        return RecordJson.ofLine(Told.class, NAME, line);
    }

    /**
     * The next line.
     *
     * @param most how many characters it may have
     * @return empty at the end, also if that comes in the middle of a line
     * @throws IOException if it is longer
     */
    public static Optional<String> next(Reader in, int most) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != -1; read = in.read()) {
            if (read == '\n') {
                return Optional.of(line.toString());
            }
            if (line.length() == most) {
                throw new IOException("a line of more than " + most + " characters");
            }
            line.append((char) read);
        }
        return Optional.empty();
    }
}
