/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;

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
     * @param detail the method called, the field, the class made or thrown, where {@code at} is about one; else empty,
     *     which is any
     */
    record Where(String className, String method, At at, int line, String detail) {
        public Where {
            requireNonNull(className, "className");
            requireNonNull(method, "method");
            requireNonNull(at, "at");
            requireNonNull(detail, "detail");
        }

        /** Without anything in the method that it is about. */
        public Where(String className, String method, At at, int line) {
            this(className, method, at, line, "");
        }

        @Override
        public String toString() {
            String place =
                    switch (at) {
                        case ENTRY -> "";
                        case LINE -> ":" + line;
                        default -> "@" + at.name().toLowerCase(Locale.ROOT).replace('_', '-');
                    };
            return className + "#" + method + place + (detail.isEmpty() ? "" : " " + detail);
        }
    }

    /** Where in a method; from {@link #INVOKE} to {@link #AFTER_WRITE} the detail says which, if not the first. */
    enum At {
        /** It begins. */
        ENTRY,
        /** It returns. */
        EXIT,
        /** It ends by an exception. */
        EXCEPTION_EXIT,
        /** The line is reached. */
        LINE,
        /** It calls a method. */
        INVOKE,
        /** It has called a method. */
        AFTER_INVOKE,
        /** It makes an object. */
        NEW,
        /** It has made an object. */
        AFTER_NEW,
        /** It reads a field or a variable. */
        READ,
        /** It has read a field or a variable. */
        AFTER_READ,
        /** It writes a field or a variable. */
        WRITE,
        /** It has written a field or a variable. */
        AFTER_WRITE,
        /** It enters a synchronized block. */
        SYNCHRONIZE,
        /** It has entered a synchronized block. */
        AFTER_SYNCHRONIZE,
        /** It throws. */
        THROW
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

        /** The thread waits until the fault is undone. */
        record Hold() implements Act {
            @Override
            public String toString() {
                return "hold";
            }
        }

        /**
         * The method returns at once.
         *
         * @param value what, as an expression of the agent's language: {@code 0}, {@code null}, {@code "text"},
         *     {@code $1}; empty where there is nothing to return
         */
        record Return(String value) implements Act {
            @Override
            public String toString() {
                return value.isEmpty() ? "return" : "return " + value;
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
