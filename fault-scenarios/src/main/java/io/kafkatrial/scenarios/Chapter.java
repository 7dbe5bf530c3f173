/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The parts of the textbook. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public enum Chapter {
    /** What becomes of records between the producer and the replicas. */
    REPLICATION("What becomes of records between the producer and the replicas."),
    /** What transactions promise, and what they do not. */
    TRANSACTIONS("What transactions promise, and what they do not."),
    /** Who gets which record, and how often. */
    CONSUMERS("Who gets which record, and how often."),
    /** What a group remembers, and what it forgets. */
    OFFSETS("What a group remembers, and what it forgets."),
    /** Scenarios of a user's own; the library has none. */
    OWN("Scenarios of your own.");

    private final String about;

    Chapter(String about) {
        this.about = about;
    }

    /** One sentence on what it is about. */
    public String about() {
        return about;
    }

    /** Its name on command lines and of its file; also a tag of each of its scenarios. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
