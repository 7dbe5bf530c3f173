/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.slf4j;

import io.kafkatrial.logging.InternalLog;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MarkerIgnoringBase;
import org.slf4j.helpers.MessageFormatter;

/** One logger of a library; says everything to the log inside. Thread-safe. */
final class InternalLogger extends MarkerIgnoringBase {

    private static final long serialVersionUID = 1L;

    private final transient InternalLog log;
    /** Cached, for Kafka asks on every request whether it may speak at DEBUG. */
    private final int severityMin;

    InternalLogger(String name, InternalLog log) {
        this.name = name;
        this.log = log;
        this.severityMin = log.threshold(name).getSeverity();
    }

    private boolean takes(Level level) {
        return level.getSeverity() >= severityMin;
    }

    private void line(Level level, @Nullable String message, @Nullable Throwable thrown) {
        if (takes(level)) {
            log.write(getName(), level, String.valueOf(message), thrown);
        }
    }

    private void format(Level level, @Nullable String format, @Nullable Object... arguments) {
        if (takes(level)) {
            FormattingTuple line = MessageFormatter.arrayFormat(format, arguments);
            log.write(getName(), level, String.valueOf(line.getMessage()), line.getThrowable());
        }
    }

    @Override
    public boolean isTraceEnabled() {
        return takes(Level.TRACE);
    }

    @Override
    public void trace(@Nullable String message) {
        line(Level.TRACE, message, null);
    }

    @Override
    public void trace(@Nullable String format, @Nullable Object argument) {
        format(Level.TRACE, format, argument);
    }

    @Override
    public void trace(@Nullable String format, @Nullable Object first, @Nullable Object second) {
        format(Level.TRACE, format, first, second);
    }

    @Override
    public void trace(@Nullable String format, @Nullable Object... arguments) {
        format(Level.TRACE, format, arguments);
    }

    @Override
    public void trace(@Nullable String message, @Nullable Throwable thrown) {
        line(Level.TRACE, message, thrown);
    }

    @Override
    public boolean isDebugEnabled() {
        return takes(Level.DEBUG);
    }

    @Override
    public void debug(@Nullable String message) {
        line(Level.DEBUG, message, null);
    }

    @Override
    public void debug(@Nullable String format, @Nullable Object argument) {
        format(Level.DEBUG, format, argument);
    }

    @Override
    public void debug(@Nullable String format, @Nullable Object first, @Nullable Object second) {
        format(Level.DEBUG, format, first, second);
    }

    @Override
    public void debug(@Nullable String format, @Nullable Object... arguments) {
        format(Level.DEBUG, format, arguments);
    }

    @Override
    public void debug(@Nullable String message, @Nullable Throwable thrown) {
        line(Level.DEBUG, message, thrown);
    }

    @Override
    public boolean isInfoEnabled() {
        return takes(Level.INFO);
    }

    @Override
    public void info(@Nullable String message) {
        line(Level.INFO, message, null);
    }

    @Override
    public void info(@Nullable String format, @Nullable Object argument) {
        format(Level.INFO, format, argument);
    }

    @Override
    public void info(@Nullable String format, @Nullable Object first, @Nullable Object second) {
        format(Level.INFO, format, first, second);
    }

    @Override
    public void info(@Nullable String format, @Nullable Object... arguments) {
        format(Level.INFO, format, arguments);
    }

    @Override
    public void info(@Nullable String message, @Nullable Throwable thrown) {
        line(Level.INFO, message, thrown);
    }

    @Override
    public boolean isWarnEnabled() {
        return takes(Level.WARNING);
    }

    @Override
    public void warn(@Nullable String message) {
        line(Level.WARNING, message, null);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object argument) {
        format(Level.WARNING, format, argument);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object first, @Nullable Object second) {
        format(Level.WARNING, format, first, second);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object... arguments) {
        format(Level.WARNING, format, arguments);
    }

    @Override
    public void warn(@Nullable String message, @Nullable Throwable thrown) {
        line(Level.WARNING, message, thrown);
    }

    @Override
    public boolean isErrorEnabled() {
        return takes(Level.ERROR);
    }

    @Override
    public void error(@Nullable String message) {
        line(Level.ERROR, message, null);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object argument) {
        format(Level.ERROR, format, argument);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object first, @Nullable Object second) {
        format(Level.ERROR, format, first, second);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object... arguments) {
        format(Level.ERROR, format, arguments);
    }

    @Override
    public void error(@Nullable String message, @Nullable Throwable thrown) {
        line(Level.ERROR, message, thrown);
    }
}
