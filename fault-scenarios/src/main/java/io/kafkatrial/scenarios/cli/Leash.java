/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import io.kafkatrial.scenarios.run.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ends this process when the other end of its standard input lets go, by closing it or by dying. */
final class Leash {

    private Leash() {}

    static void hold(InputStream in) {
        Thread holder = new Thread(
                () -> {
                    readToEnd(in);
                    System.exit(ExitCode.NO_CLUSTER.code());
                },
                "trial-scenarios-leash");
        holder.setDaemon(true);
        holder.start();
    }

    private static void readToEnd(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // a broken pipe is an end too
        }
    }
}
