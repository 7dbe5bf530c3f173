/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import io.kafkatrial.report.Secrets;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What the recording clients share about proxies. */
final class Calls {

    private Calls() {}

    /** A proxy of one interface, in the class loader of this library, which sees the user's kafka-clients. */
    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Calls.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Pass a call on; what the target throws comes out unwrapped. */
    static @Nullable Object pass(Object target, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    /** Answer {@code equals}, {@code hashCode} and {@code toString} for the proxy itself. */
    static Object answerAsObject(Object proxy, Method method, @Nullable Object @Nullable [] args, String name) {
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> name;
        };
    }

    static boolean isOfObject(Method method) {
        return method.getDeclaringClass() == Object.class;
    }

    /** An error in one line: its class and message, without secrets. */
    static String describe(Throwable error) {
        String message = error.getMessage();
        String name = error.getClass().getSimpleName();
        return message == null ? name : name + ": " + Secrets.mask(message);
    }
}
