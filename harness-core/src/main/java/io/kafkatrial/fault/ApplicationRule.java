/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What shall happen in the code of the application under test, in this JVM. */
public sealed interface ApplicationRule {

    /**
     * Something at a point of a method.
     *
     * @param where the point
     * @param act what happens there
     * @param passages which of them
     */
    record AtMethod(Where where, Act act, Passages passages) implements ApplicationRule {
        public AtMethod {
            requireNonNull(where, "where");
            requireNonNull(act, "act");
            requireNonNull(passages, "passages");
        }

        @Override
        public String toString() {
            return act + " at " + where;
        }
    }

    /**
     * A rule in the language of the agent itself.
     *
     * @param text from {@code RULE} to {@code ENDRULE}
     */
    record Raw(String text) implements ApplicationRule {
        public Raw {
            requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return text.lines().findFirst().orElse("").strip();
        }
    }

    /**
     * A point of the code.
     *
     * @param className full, or simple if it is the only one
     * @param method its name, or {@code name(types)} where it is overloaded
     * @param at where in it
     * @param line of the file, for {@link At#LINE}; else 0
     */
    record Where(String className, String method, At at, int line) {
        public Where {
            requireNonNull(className, "className");
            requireNonNull(method, "method");
            requireNonNull(at, "at");
        }

        @Override
        public String toString() {
            return className + "#" + method + (at == At.EXIT ? "@exit" : at == At.LINE ? ":" + line : "");
        }
    }

    /** Where in a method. */
    enum At {
        ENTRY,
        EXIT,
        LINE
    }

    /** What happens there. */
    sealed interface Act {

        /** The method throws; the class needs a constructor that takes a text, and the method may throw it. */
        record Throw(String exception, String message) implements Act {
            @Override
            public String toString() {
                return "throw " + exception;
            }
        }

        /** The thread waits. */
        record Delay(Duration time) implements Act {
            @Override
            public String toString() {
                return "wait " + Durations.format(time);
            }
        }

        /** The client whose thread comes there dies without a goodbye, see {@link ClientAct.Crash}. */
        record CrashClient() implements Act {
            @Override
            public String toString() {
                return "crash the client";
            }
        }

        /** Nothing: it is counted. */
        record Note() implements Act {
            @Override
            public String toString() {
                return "note";
            }
        }
    }
}
