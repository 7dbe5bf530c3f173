/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the user's logging when there is something to say, for to start a logging backend takes time:
 * SLF4J where it is on the class path, otherwise standard error.
 */
final class LazyUserLog implements UserLog {

    @Override
    public void write(String logger, Level level, String message, @Nullable Throwable thrown) {
        Found.LOG.write(logger, level, message, thrown);
    }

    private static final class Found {
        static final UserLog LOG = find();

        private Found() {}

        private static UserLog find() {
            UserLog slf4j = Slf4jUserLog.find(LazyUserLog.class.getClassLoader());
            return slf4j != null ? slf4j : new StderrUserLog(System.err);
        }
    }
}
