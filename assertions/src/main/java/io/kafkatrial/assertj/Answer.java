/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import java.util.function.Function;
import java.util.function.Predicate;

/** What the brokers said to a {@link Question}. */
sealed interface Answer<T> {

    /** They answered. */
    record Given<T>(T value) implements Answer<T> {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** They refused, or could not be reached. */
    record Refused<T>(Throwable cause) implements Answer<T> {
        @Override
        public String toString() {
            return "not to be had (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")";
        }
    }

    /** Whether there is an answer, and this is true of it. */
    default boolean is(Predicate<T> wanted) {
        return this instanceof Given<T> given && wanted.test(given.value);
    }

    /** The answer to another question that follows from this one. */
    default <R> Answer<R> map(Function<T, R> next) {
        if (this instanceof Given<T> given) {
            return new Given<>(next.apply(given.value));
        }
        return new Refused<>(((Refused<T>) this).cause);
    }

    /** The same, where the next answer is one of the brokers' too. */
    default <R> Answer<R> then(Function<T, Answer<R>> next) {
        return this instanceof Given<T> given ? next.apply(given.value) : new Refused<>(((Refused<T>) this).cause);
    }
}
