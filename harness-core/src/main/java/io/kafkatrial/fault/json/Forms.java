/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.engine.Nearest;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Target;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The form of every type a component may have. */
final class Forms {

    private static final Form TEXT = new LeafForm("string", text -> text, Object::toString);
    private static final Form INT = new LeafForm("integer", Integer::valueOf, Object::toString);
    private static final Form LONG = new LeafForm("integer", Long::valueOf, Object::toString);
    private static final Form DOUBLE = new LeafForm("number", Double::valueOf, Object::toString);
    private static final Form BOOLEAN = new LeafForm("boolean", Forms::bool, Object::toString);
    private static final Form DURATION = new LeafForm("string", Forms::duration, value -> duration((Duration) value));

    private static final Map<Type, Form> LEAVES = Map.ofEntries(
            Map.entry(String.class, TEXT),
            Map.entry(int.class, INT),
            Map.entry(Integer.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(short.class, new LeafForm("integer", Short::valueOf, Object::toString)),
            Map.entry(double.class, DOUBLE),
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(Duration.class, DURATION),
            Map.entry(Instant.class, new LeafForm("string", Instant::parse, Object::toString)),
            Map.entry(Path.class, new LeafForm("string", Path::of, Object::toString)),
            Map.entry(Target.class, new LeafForm("string", Target::parse, Object::toString)),
            Map.entry(PartitionId.class, new LeafForm("string", PartitionId::parse, Object::toString)),
            Map.entry(OptionalInt.class, optional(INT, OptionalInt.empty(), it -> OptionalInt.of((int) it))),
            Map.entry(OptionalLong.class, optional(LONG, OptionalLong.empty(), it -> OptionalLong.of((long) it))),
            Map.entry(
                    OptionalDouble.class,
                    optional(DOUBLE, OptionalDouble.empty(), it -> OptionalDouble.of((double) it))));

    private Forms() {}

    static Form of(Type type) {
        Form leaf = LEAVES.get(type);
        if (leaf != null) {
            return leaf;
        }
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return choice(plain);
        }
        return plain.isSealed() ? new KindForm(plain) : RecordForm.of(plain);
    }

    private static Form generic(ParameterizedType type) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Map.class) {
            boolean isOfText = of[0] == String.class && of[1] == String.class;
            return isOfText ? new SettingsForm() : new MapForm((LeafForm) of(of[0]), of(of[1]));
        } else if (type.getRawType() == List.class) {
            return new ListForm(of(of[0]));
        } else if (type.getRawType() == Set.class) {
            return new SetForm(of(of[0]));
        }
        return optional(of(of[0]), Optional.empty(), Optional::of);
    }

    private static Form choice(Class<?> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        return new LeafForm("string", text -> constant(type, names, text), Object::toString) {
            @Override
            public Map<String, Object> schema(Map<String, Object> definitions) {
                return Map.of("enum", names);
            }
        };
    }

    private static Object constant(Class<?> type, List<String> names, String text) {
        int index = names.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not known; perhaps "
                    + Nearest.some(text, names, 1).get(0) + " is meant, of " + String.join(", ", names));
        }
        return type.getEnumConstants()[index];
    }

    private static Form optional(Form some, Object empty, Function<Object, Object> of) {
        return new OptionalForm(some, empty, of);
    }

    private static boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text + " is neither true nor false");
        }
        return text.equals("true");
    }

    /** Also negative ones, for clocks: {@code -PT1H}. */
    private static Duration duration(String text) {
        return text.startsWith("-") ? Duration.parse(text) : Durations.parse(text);
    }

    private static String duration(Duration duration) {
        return duration.isNegative() ? "-" + duration.negated() : Durations.format(duration);
    }
}
