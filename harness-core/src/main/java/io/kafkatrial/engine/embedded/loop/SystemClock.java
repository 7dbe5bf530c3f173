/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.loop;

/** The machine's clocks as they are. */
public final class SystemClock implements LoopClock {

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
