/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Durations;
import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** How a part of an application comes to its end. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Ends {

    /** By itself. */
    record ByItself() implements Ends {
        @Override
        public String toString() {
            return "exit";
        }
    }

    /**
     * When it is told to, by SIGTERM or {@link ApplicationStage#isOver}: whoever sends, when every fault has fired and more
     * was acknowledged since; whoever reads, when it has read everything.
     */
    record WhenTold() implements Ends {
        @Override
        public String toString() {
            return "told";
        }
    }

    /** When it is told to, after so long. */
    record After(Duration time) implements Ends {
        @Override
        public String toString() {
            return Durations.format(time);
        }
    }

    /**
     * {@code exit}, {@code told}, or a duration such as {@code 5s}.
     *
     * @throws TrialException if it is none of them
     */
    static Ends parse(String text) {
        return switch (text.strip()) {
            case "exit" -> new ByItself();
            case "told" -> new WhenTold();
            default -> after(text);
        };
    }

    private static Ends after(String text) {
        try {
            return new After(Durations.parse(text));
        } catch (TrialException none) {
            throw AppComplaints.ends(text);
        }
    }
}
