/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A parameter or field that asks for something.
 *
 * @param where how messages call it
 * @param raw its class
 * @param type its type with type arguments
 * @param element where its annotations are
 */
record Wanted(String where, Class<?> raw, Type type, AnnotatedElement element) {

    static Wanted of(Parameter parameter) {
        String where = "parameter " + parameter.getType().getSimpleName() + " " + parameter.getName() + " of "
                + parameter.getDeclaringExecutable().getDeclaringClass().getSimpleName() + "."
                + parameter.getDeclaringExecutable().getName();
        return new Wanted(where, parameter.getType(), parameter.getParameterizedType(), parameter);
    }

    static Wanted of(Field field) {
        String where = "field " + field.getType().getSimpleName() + " " + field.getName() + " of "
                + field.getDeclaringClass().getSimpleName();
        return new Wanted(where, field.getType(), field.getGenericType(), field);
    }

    boolean wantsBootstrapServers() {
        return AnnotationSupport.isAnnotated(element, BootstrapServers.class);
    }

    boolean wantsClientProperties() {
        return AnnotationSupport.isAnnotated(element, ClientProperties.class);
    }

    /** Whom {@link As} names. */
    Optional<String> user() {
        return AnnotationSupport.findAnnotation(element, As.class).map(As::value);
    }

    /** What {@link ClientConfig} says; the last of a name counts. */
    Map<String, Object> clientConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        AnnotationSupport.findRepeatableAnnotations(element, ClientConfig.class)
                .forEach(setting -> config.put(setting.name(), setting.value()));
        return config;
    }
}
