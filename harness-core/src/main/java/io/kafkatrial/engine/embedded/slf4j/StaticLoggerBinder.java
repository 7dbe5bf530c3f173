/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.slf4j;

import io.kafkatrial.logging.InternalLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.spi.LoggerFactoryBinder;

/** Is found by SLF4J 1.7 by its name, its method {@code getSingleton} and its field. Thread-safe. */
public final class StaticLoggerBinder implements LoggerFactoryBinder, ILoggerFactory {

    /** The version of SLF4J this was compiled against; read by name. */
    @SuppressWarnings("ConstantField")
    public static final String REQUESTED_API_VERSION = "1.7";

    private static final StaticLoggerBinder SINGLETON = new StaticLoggerBinder();

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    private StaticLoggerBinder() {}

    /** Return the one binder; called by SLF4J. */
    public static StaticLoggerBinder getSingleton() {
        return SINGLETON;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this;
    }

    @Override
    public String getLoggerFactoryClassStr() {
        return StaticLoggerBinder.class.getName();
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, given -> new InternalLogger(given, InternalLog.ofThisJvm()));
    }
}
