/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The types an event's component may have, and how each is written in JSON. */
enum Form {
    TEXT("java.lang.String", null),
    NUMBER("int", null),
    LONG("long", null),
    INSTANT("java.time.Instant", null),
    ID("io.kafkatrial.history.RecordId", null),
    OPTIONAL_TEXT("java.util.Optional<java.lang.String>", Optional.empty()),
    OPTIONAL_ID("java.util.Optional<io.kafkatrial.history.RecordId>", Optional.empty()),
    OPTIONAL_NUMBER("java.util.OptionalInt", OptionalInt.empty()),
    OPTIONAL_LONG("java.util.OptionalLong", OptionalLong.empty()),
    TEXTS("java.util.List<java.lang.String>", null),
    NUMBERS("java.util.List<java.lang.Integer>", null);

    private final String type;

    @SuppressWarnings("ImmutableEnumChecker") // empty optionals only
    private final @Nullable Object absent;

    Form(String type, @Nullable Object absent) {
        this.type = type;
        this.absent = absent;
    }

    static Form of(String type) {
        for (Form form : values()) {
            if (form.type.equals(type)) {
                return form;
            }
        }
        throw new IllegalArgumentException("an event may not have a component of type " + type);
    }

    /** The value of a component that is not in the JSON; null if it must be there. */
    @Nullable
    Object absent() {
        return absent;
    }

    void write(JsonGenerator out, String name, Object value) throws IOException {
        if (value.equals(absent)) {
            return;
        }
        out.writeFieldName(name);
        switch (this) {
            case TEXT, INSTANT, ID -> out.writeString(value.toString());
            case NUMBER -> out.writeNumber((int) value);
            case LONG -> out.writeNumber((long) value);
            case OPTIONAL_TEXT, OPTIONAL_ID ->
                out.writeString(((Optional<?>) value).orElseThrow().toString());
            case OPTIONAL_NUMBER -> out.writeNumber(((OptionalInt) value).getAsInt());
            case OPTIONAL_LONG -> out.writeNumber(((OptionalLong) value).getAsLong());
            case TEXTS, NUMBERS -> {
                out.writeStartArray();
                for (Object element : (List<?>) value) {
                    if (element instanceof Integer number) {
                        out.writeNumber(number);
                    } else {
                        out.writeString(element.toString());
                    }
                }
                out.writeEndArray();
            }
        }
    }

    Object read(JsonParser in) throws IOException {
        try {
            return switch (this) {
                case TEXT -> in.getText();
                case NUMBER -> in.getIntValue();
                case LONG -> in.getLongValue();
                case INSTANT -> Instant.parse(in.getText());
                case ID -> RecordId.parse(in.getText());
                case OPTIONAL_TEXT -> Optional.of(in.getText());
                case OPTIONAL_ID -> Optional.of(RecordId.parse(in.getText()));
                case OPTIONAL_NUMBER -> OptionalInt.of(in.getIntValue());
                case OPTIONAL_LONG -> OptionalLong.of(in.getLongValue());
                case TEXTS, NUMBERS -> list(in);
            };
        } catch (DateTimeException | IllegalArgumentException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    private List<Object> list(JsonParser in) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == null) {
                throw new IOException("unfinished list");
            }
            elements.add(this == NUMBERS ? (Object) in.getIntValue() : in.getText());
        }
        return List.copyOf(elements);
    }
}
