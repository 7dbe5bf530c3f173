/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.logging;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Where the user of the harness looks. Implementations are safe for use by several threads. */
interface UserLog {

    /** Show a line, if the user's own settings let that logger speak at that level. */
    void write(String logger, Level level, String message, @Nullable Throwable thrown);
}
