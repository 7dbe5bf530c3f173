/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import io.kafkatrial.engine.TrialException;
import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Who writes the history of a trial. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Recording {
    /**
     * The clients that the trial makes or wraps, and those with {@link
     * io.kafkatrial.scenarios.recording.TrialInterceptor}. Knows most: what threads did, what was sought, what was
     * handed out. Records carry an identity in a header.
     */
    CLIENTS,
    /**
     * The doors of the cluster, for clients in any language, of which no line is changed; clients of the trial are
     * plain ones then. Identities go by place, no byte of a record is touched.
     */
    WIRE,
    /** Nobody: no history, and every verdict proves nothing. */
    OFF;

    /** The system property that decides where the test does not. */
    public static final String PROPERTY = "trial.record";

    /**
     * What {@code -Dtrial.record} says: {@code clients}, {@code wire} or {@code off}; clients if it says nothing.
     *
     * @throws TrialException if it says something else
     */
    public static Recording byProperty() {
        String text = System.getProperty(PROPERTY, "").strip();
        if (text.isEmpty()) {
            return CLIENTS;
        }
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new TrialException("-D" + PROPERTY + "=" + text
                    + " is not known: it names who records. Set it to clients, wire or off.");
        }
    }
}
