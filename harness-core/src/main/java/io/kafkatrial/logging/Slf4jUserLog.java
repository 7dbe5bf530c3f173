/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the SLF4J of the user, 1.7 or 2.x, by method handles: in the packaged jar the name
 * {@code org.slf4j} means the copy inside it. For the same reason the name is put together here, where
 * relocation does not see it.
 */
final class Slf4jUserLog implements UserLog {

    private static final String API = String.join(".", "org", "slf4j");
    private static final Map<Level, String> METHODS = Map.of(
            Level.TRACE,
            "trace",
            Level.DEBUG,
            "debug",
            Level.INFO,
            "info",
            Level.WARNING,
            "warn",
            Level.ERROR,
            "error");

    private final MethodHandle getLogger;
    private final Map<Level, MethodHandle> write;
    private final Map<String, Object> loggers = new ConcurrentHashMap<>();

    private Slf4jUserLog(MethodHandle getLogger, Map<Level, MethodHandle> write) {
        this.getLogger = getLogger;
        this.write = write;
    }

    /** Return the user's SLF4J as that class loader sees it; null if it sees none. */
    static @Nullable Slf4jUserLog find(@Nullable ClassLoader loader) {
        try {
            Class<?> factory = Class.forName(API + ".LoggerFactory", true, loader);
            Class<?> logger = Class.forName(API + ".Logger", true, loader);
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle getLogger =
                    lookup.findStatic(factory, "getLogger", MethodType.methodType(logger, String.class));
            Map<Level, MethodHandle> write = new ConcurrentHashMap<>();
            MethodType line = MethodType.methodType(void.class, String.class, Throwable.class);
            for (Map.Entry<Level, String> method : METHODS.entrySet()) {
                write.put(method.getKey(), lookup.findVirtual(logger, method.getValue(), line));
            }
            return new Slf4jUserLog(getLogger, write);
        } catch (ReflectiveOperationException | LinkageError none) {
            return null;
        }
    }

    @Override
    public void write(String logger, Level level, String message, @Nullable Throwable thrown) {
        MethodHandle method = write.get(level);
        if (method == null) {
            return;
        }
        try {
            method.invoke(loggers.computeIfAbsent(logger, this::open), message, thrown);
        } catch (Throwable broken) {
            new StderrUserLog(System.err).write(logger, level, message + " (and the logging backend failed)", broken);
        }
    }

    private Object open(String logger) {
        try {
            return getLogger.invoke(logger);
        } catch (Throwable broken) {
            throw new IllegalStateException("the logging backend gives no logger " + logger, broken);
        }
    }
}
