/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.common.utils.internals.LogContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Lets Apache Kafka's controller warn at level INFO: it warns of every activation, fencing and failover,
 * which are the daily bread of a fault harness. Errors stay errors. Thread-safe.
 */
final class QuietLogContext extends LogContext {

    QuietLogContext(String prefix) {
        super(prefix);
    }

    @Override
    public Logger logger(Class<?> type) {
        return quiet(super.logger(type));
    }

    @Override
    public Logger logger(String name) {
        return quiet(super.logger(name));
    }

    private static Logger quiet(Logger loud) {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> call(loud, softer(method), arguments));
    }

    private static Method softer(Method method) throws NoSuchMethodException {
        return switch (method.getName()) {
            case "warn" -> Logger.class.getMethod("info", method.getParameterTypes());
            case "isWarnEnabled" -> Logger.class.getMethod("isInfoEnabled", method.getParameterTypes());
            default -> method;
        };
    }

    private static @Nullable Object call(Logger logger, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(logger, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() != null ? thrown.getCause() : thrown;
        }
    }
}
