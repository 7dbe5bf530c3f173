/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Something that may be left out. The empty value itself is never written.
 *
 * @param some the form of what is there
 * @param empty the value when it is left out
 * @param of makes the value of what is there
 */
record OptionalForm(Form some, Object empty, Function<Object, Object> of) implements Form {

    @Override
    public void write(JsonGenerator out, Object value) throws IOException {
        some.write(out, inside(value));
    }

    private static Object inside(Object value) {
        if (value instanceof OptionalInt number) {
            return number.getAsInt();
        } else if (value instanceof OptionalLong number) {
            return number.getAsLong();
        } else if (value instanceof OptionalDouble number) {
            return number.getAsDouble();
        }
        return ((Optional<?>) value).orElseThrow();
    }

    @Override
    public Object read(Source source, Node node) {
        return of.apply(some.read(source, node));
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return some.schema(definitions);
    }

    @Override
    public Object absent() {
        return empty;
    }
}
