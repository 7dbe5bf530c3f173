/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions that wait: each is looked at again and again until it is true, for at most ten seconds unless
 * {@link #within} says otherwise. Confined to the test's thread.
 *
 * @param <S> the assertion's own type
 * @param <A> what it is about
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public abstract class Patient<S extends Patient<S, A>, A> extends AbstractAssert<S, A> {

    private Patience patience = Patience.USUAL;

    Patient(A actual, Class<S> self) {
        super(actual, self);
    }

    /** Wait at most that long for each assertion that follows, instead of 10 s. */
    public S within(Duration bound) {
        if (requireNonNull(bound, "bound").isNegative()) {
            throw new IllegalArgumentException("within(" + bound + "): the bound is negative; now() does not wait");
        }
        patience = new Patience(bound);
        return myself;
    }

    /** Look once for each assertion that follows: it is true now, or fails. */
    public S now() {
        return within(Duration.ZERO);
    }

    Patience patience() {
        return patience;
    }

    S patiently(Patience other) {
        patience = other;
        return myself;
    }

    /** Wait until {@code wanted} is true, or fail and say {@code whom} it is about and what it {@code should} be. */
    <T> S expect(String whom, String should, Supplier<T> look, Predicate<T> wanted) {
        isNotNull();
        patience.look(look, wanted)
                .ifPresent(was -> failWithMessage("%s should %s%nbut %s%s", whom, should, was, surroundings()));
        return myself;
    }

    /** What else helps to understand a failure, each on a line of its own; empty if nothing does. */
    abstract String surroundings();
}
