/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Expectation;
import io.kafkatrial.fault.Durations;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a test claims, by all its annotations.
 *
 * @param claims each is judged
 * @param expected what must be found, and breaks nothing
 * @param allowVacuous whether a verdict that proves nothing passes
 */
record Claims(List<Claim> claims, Set<Anomaly.Kind> expected, boolean allowVacuous) {

    Claims {
        claims = List.copyOf(claims);
        expected = Set.copyOf(expected);
    }

    /** Those of a test: of its method, else of its class, for each annotation by itself. */
    static Optional<Claims> of(Class<?> testClass, Method method) {
        List<Claim> claims = new ArrayList<>();
        Optional<Delivers> delivers = find(testClass, method, Delivers.class);
        delivers.ifPresent(its -> claims.addAll(delivered(its)));
        find(testClass, method, Available.class)
                .ifPresent(its -> claims.add(Claim.available(Durations.parse(its.maxGap()))));
        find(testClass, method, Recovers.class)
                .ifPresent(its -> claims.add(Claim.recovers(Durations.parse(its.within()))));
        Set<Anomaly.Kind> expected = EnumSet.noneOf(Anomaly.Kind.class);
        find(testClass, method, Expect.class).ifPresent(its -> expected.addAll(List.of(its.value())));
        if (claims.isEmpty() && !expected.isEmpty()) {
            claims.add(Expectation.of(expected));
        }
        boolean allowVacuous = delivers.map(Delivers::allowVacuous).orElse(false);
        return claims.isEmpty() ? Optional.empty() : Optional.of(new Claims(claims, expected, allowVacuous));
    }

    /** Whether this claim only stands for what must be found. */
    boolean isExpectation(Claim claim) {
        return !expected.isEmpty() && claim.equals(Expectation.of(expected));
    }

    private static <A extends Annotation> Optional<A> find(Class<?> testClass, Method method, Class<A> type) {
        return DeclaredHere.closest(testClass, method, type);
    }

    private static List<Claim> delivered(Delivers delivers) {
        List<Claim> claims = new ArrayList<>(List.of(delivers.value()));
        for (Class<? extends Supplier<? extends Claim>> custom : delivers.custom()) {
            claims.add(made(custom).get());
        }
        if (claims.isEmpty()) {
            throw JunitComplaints.claimsNothing();
        }
        return claims;
    }

    private static Supplier<? extends Claim> made(Class<? extends Supplier<? extends Claim>> custom) {
        try {
            Constructor<? extends Supplier<? extends Claim>> constructor = custom.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException failed) {
            throw JunitComplaints.claimCannotBeMade(custom, failed.getTargetException());
        } catch (ReflectiveOperationException impossible) {
            throw JunitComplaints.claimCannotBeMade(custom, impossible);
        }
    }
}
