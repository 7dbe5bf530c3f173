/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds Kafka's own serializers and deserializers by the type arguments of a client. */
final class KnownSerdes {

    private static final String PACKAGE = "org.apache.kafka.common.serialization.";
    private static final Map<Type, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(String.class, "String");
        NAMES.put(Integer.class, "Integer");
        NAMES.put(Long.class, "Long");
        NAMES.put(Short.class, "Short");
        NAMES.put(Float.class, "Float");
        NAMES.put(Double.class, "Double");
        NAMES.put(Boolean.class, "Boolean");
        NAMES.put(UUID.class, "UUID");
        NAMES.put(byte[].class, "ByteArray");
        NAMES.put(ByteBuffer.class, "ByteBuffer");
        NAMES.put(Void.class, "Void");
    }

    private KnownSerdes() {}

    /**
     * Add what {@code config} does not name itself.
     *
     * @param kind {@code serializer} or {@code deserializer}
     */
    static void complete(String where, Type client, String kind, Map<String, Object> config) {
        for (int index = 0; index < 2; index++) {
            String key = (index == 0 ? "key." : "value.") + kind;
            if (!config.containsKey(key)) {
                config.put(key, className(where, client, index, key));
            }
        }
    }

    private static String className(String where, Type client, int index, String key) {
        if (!(client instanceof ParameterizedType parameterized)) {
            throw JunitComplaints.rawClient(where, key);
        }
        Type type = parameterized.getActualTypeArguments()[index];
        String suffix = key.endsWith("deserializer") ? "Deserializer" : "Serializer";
        return Optional.ofNullable(NAMES.get(type))
                .map(name -> PACKAGE + name + suffix)
                .orElseThrow(() -> JunitComplaints.noSerde(where, type, key, known()));
    }

    private static List<String> known() {
        return NAMES.keySet().stream()
                .map(type -> type == byte[].class ? "byte[]" : ((Class<?>) type).getSimpleName())
                .toList();
    }
}
