/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.net.SocketException;

/** What one probe saw, in order. Confined to one thread. */
final class Notes {
    /** What is noted where a subject has not the levers a row needs: there is nothing to compare then. */
    static final String LACKS = "has no levers for it";

    private final List<String> seen = new ArrayList<>();

    /** Note a value under a name. */
    void note(String what, Object value) {
        seen.add(what + " = " + value);
    }

    /** Note what a question is answered with: its value, or the class of its failure; {@code closed} for the end of the connection. */
    void ask(String what, Callable<?> question) {
        note(what, (Object) outcome(question));
    }

    private static String outcome(Callable<?> question) {
        try {
            return String.valueOf(question.call());
        } catch (Exception e) {
            Throwable cause = e;
            while ((cause instanceof ExecutionException || cause instanceof CompletionException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause instanceof EOFException || cause instanceof SocketException
                    ? "closed"
                    : cause.getClass().getSimpleName();
        }
    }

    @Override
    public String toString() {
        return String.join("; ", seen).replace('\n', ' ').replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    }
}
