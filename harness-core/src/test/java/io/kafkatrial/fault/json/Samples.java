/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.fault.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Makes values of any type a plan is made of, drawn from a seed, by their constructors. */
final class Samples {

    private static final int DEEP = 3;

    private final SplittableRandom random;
    private int depth;

    Samples(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Object of(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(generic.getActualTypeArguments()[0])
                    : random.nextBoolean() ? Optional.empty() : Optional.of(of(generic.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        Object leaf = leaf(plain);
        if (leaf != null) {
            return leaf;
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        return plain.isSealed() ? anyOf(plain) : record(plain);
    }

    /** A record of this type. */
    Object record(Class<?> type) throws ReflectiveOperationException {
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        depth++;
        for (RecordComponent component : type.getRecordComponents()) {
            types.add(component.getType());
            values.add(of(component.getGenericType()));
        }
        depth--;
        Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(new Class<?>[0]));
        return constructor.newInstance(values.toArray());
    }

    private Object anyOf(Class<?> type) throws ReflectiveOperationException {
        Class<?>[] all = type.getPermittedSubclasses();
        Class<?> one = all[depth > DEEP ? 0 : random.nextInt(all.length)];
        return record(one);
    }

    private List<Object> list(Type element) throws ReflectiveOperationException {
        List<Object> items = new ArrayList<>();
        int size = depth > DEEP ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            items.add(of(element));
        }
        return List.copyOf(items);
    }

    private Object leaf(Class<?> type) {
        int number = 1 + random.nextInt(1_000);
        if (type == String.class) {
            return "näme \"" + number + "\"\n</script>";
        } else if (type == int.class || type == Integer.class) {
            return number;
        } else if (type == long.class) {
            return random.nextLong(Long.MAX_VALUE);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == Duration.class) {
            return Duration.ofNanos(1 + random.nextLong(1L << (1 + random.nextInt(50))));
        } else if (type == PartitionId.class) {
            return new PartitionId("topic-" + number, number);
        } else if (type == Target.class) {
            return target(number);
        } else if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(number);
        } else if (type == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number);
        }
        return type == OptionalDouble.class ? OptionalDouble.of(number / 7.0) : null;
    }

    private static Target target(int number) {
        List<Target> some = List.of(
                Target.broker(number),
                Target.leaderOf("orders-" + number),
                Target.followersOf("orders-0"),
                Target.coordinatorOf("a group"),
                new Target.AllClients(),
                new Target.AnyBroker());
        return some.get(number % some.size());
    }
}
