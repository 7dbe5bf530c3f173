/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.platform.commons.support.AnnotationSupport;

/** The annotations for single requests on one element. Confined to one call of {@link #on}. */
final class RequestFaults {

    /**
     * A fault as it is declared.
     *
     * @param fault complains of what cannot be read
     */
    record Declared(String name, When when, Supplier<Fault> fault) {}

    private record Ends(String api, String from, String to) {}

    private record Narrowed(String topic, String clientId) {}

    private record Touched(WireRule.Act act, int skip, int times) {}

    private record Moments(When when, String healAfter) {}

    private record Asked(Ends ends, Narrowed narrowed, Touched touched, Moments moments) {

        Declared declared(String annotation) {
            String name = "@" + annotation + "(" + ends.api() + ", to = " + ends.to() + ")";
            return new Declared(name, moments.when(), this::fault);
        }

        private Fault fault() {
            Requests requests = new Requests(
                    Target.parse(ends.from()),
                    Target.parse(ends.to()),
                    Optional.of(ends.api()),
                    given(narrowed.clientId()),
                    given(narrowed.topic()));
            return new Fault.OnRequests(
                    requests,
                    touched.act(),
                    touched.skip(),
                    touched.times(),
                    FaultDeclarations.duration(moments.healAfter()));
        }

        private static Optional<String> given(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }

    private final AnnotatedElement element;
    private final List<Declared> found = new ArrayList<>();

    private RequestFaults(AnnotatedElement element) {
        this.element = element;
    }

    /** All of them, by kind. */
    static List<Declared> on(AnnotatedElement element) {
        RequestFaults faults = new RequestFaults(element);
        faults.collect();
        return List.copyOf(faults.found);
    }

    private void collect() {
        each(
                DropRequest.class,
                one -> new Asked(
                        new Ends(one.api(), one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.DropRequest(), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
        each(
                DropResponse.class,
                one -> new Asked(
                        new Ends(one.api(), one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.DropResponse(), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
        each(
                HoldRequest.class,
                one -> new Asked(
                        new Ends(one.api(), one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.HoldRequest(), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
        each(
                HoldResponse.class,
                one -> new Asked(
                        new Ends(one.api(), one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.HoldResponse(), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
        each(
                DuplicateRequest.class,
                one -> new Asked(
                        new Ends(one.api(), one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.Duplicate(), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
        each(
                FailRequest.class,
                one -> new Asked(
                        new Ends(one.api(), one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.Refuse(one.error()), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
        each(
                StaleMetadata.class,
                one -> new Asked(
                        new Ends("Metadata", one.from(), one.to()),
                        new Narrowed(one.topic(), one.clientId()),
                        new Touched(new WireRule.Act.AnswerStale(), one.skip(), one.times()),
                        new Moments(one.when(), one.healAfter())));
    }

    private <A extends Annotation> void each(Class<A> type, Function<A, Asked> read) {
        AnnotationSupport.findRepeatableAnnotations(element, type)
                .forEach(one -> found.add(read.apply(one).declared(type.getSimpleName())));
    }
}
