/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.network.Selectable;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is below a client: every {@code NetworkClient} that can be reached from it over fields of Kafka's own
 * classes, or over a decorator's field of a client's type. Where it is differs from version to version and between
 * consumers of the two protocols; that it has a {@code selector} does not. Stateless.
 */
final class Wires {

    private static final String KAFKA = "org.apache.kafka.clients.";
    private static final String SELECTOR = "selector";
    private static final int MOST_OBJECTS = 2_000;

    private Wires() {}

    /**
     * Put a client's sockets behind a gate, unless they are already.
     *
     * @return behind how many gated wires they are now; 0 if it is no client of Kafka's own, such as a mock
     */
    static List<GatedWire> gate(Object client, Gate gate) {
        List<GatedWire> gated = new ArrayList<>();
        for (Object network : networks(client)) {
            gated.add(gateOne(network, gate));
        }
        return gated;
    }

    private static GatedWire gateOne(Object network, Gate gate) {
        try {
            Field field = NetworkClient.class.getDeclaredField(SELECTOR);
            field.setAccessible(true);
            Selectable now = (Selectable) field.get(network);
            if (now instanceof GatedWire already) {
                return already;
            }
            GatedWire gated = new GatedWire(now, gate);
            field.set(network, gated);
            now.wakeup(); // whoever is inside comes out, and in again by the gate
            return gated;
        } catch (ReflectiveOperationException unlike) {
            throw ClientComplaints.unknownClient(network, unlike);
        }
    }

    private static List<Object> networks(Object client) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> next = new ArrayDeque<>(List.of(client));
        List<Object> found = new ArrayList<>();
        while (!next.isEmpty() && seen.size() < MOST_OBJECTS) {
            Object one = next.removeFirst();
            if (!seen.add(one)) {
                continue;
            }
            if (one instanceof NetworkClient) {
                found.add(one);
            } else {
                next.addAll(below(one));
            }
        }
        return found;
    }

    private static List<Object> below(Object one) {
        List<Object> below = new ArrayList<>();
        for (Class<?> type = one.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Object value = value(field, one);
                if (value != null && leadsOn(value)) {
                    below.add(value);
                }
            }
        }
        return below;
    }

    private static boolean leadsOn(Object value) {
        return value instanceof Consumer<?, ?>
                || value instanceof Producer<?, ?>
                || value.getClass().getName().startsWith(KAFKA);
    }

    private static @Nullable Object value(Field field, Object of) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return null;
        }
        try {
            return field.trySetAccessible() ? field.get(of) : null;
        } catch (IllegalAccessException | RuntimeException sealed) {
            return null;
        }
    }
}
