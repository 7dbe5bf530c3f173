/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.Fault;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * An annotation of faults and what it means.
 *
 * @param type the annotation
 * @param label what stands in the parentheses of its name
 * @param fault complains of what cannot be read
 */
record FaultKind(
        Class<? extends Annotation> type, Function<Attributes, String> label, Function<Attributes, Fault> fault) {

    /** Every annotation of faults, in the order a plan has them. */
    static final List<FaultKind> ALL = Stream.of(
                    NodeKinds.ALL, LinkKinds.ALL, RequestKinds.ALL, ClientKinds.ALL, OtherKinds.ALL)
            .flatMap(List::stream)
            .toList();

    /** An annotation that is named by these attributes. */
    static FaultKind of(Class<? extends Annotation> type, List<String> shown, Function<Attributes, Fault> fault) {
        return new FaultKind(type, attributes -> attributes.shown(shown), fault);
    }

    /** One of them as it is declared. */
    record Declared(FaultKind kind, Attributes attributes) {

        String name() {
            return attributes.name(kind.label());
        }

        Fault fault() {
            return kind.fault().apply(attributes);
        }
    }

    /** All of them on an element, by kind; also those of annotations that are composed of them. */
    static List<Declared> on(AnnotatedElement element) {
        List<Declared> found = new ArrayList<>();
        for (FaultKind kind : ALL) {
            AnnotationSupport.findRepeatableAnnotations(element, kind.type)
                    .forEach(one -> found.add(new Declared(kind, new Attributes(one))));
        }
        return found;
    }
}
