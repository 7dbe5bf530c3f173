/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import java.util.concurrent.CountDownLatch;

/** The life of this process: ends by SIGTERM, Ctrl-C, or {@link #end}. */
final class ProcessLifeline implements Lifeline {

    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void onEnd(Runnable cleanUp) {
        Runtime.getRuntime().addShutdownHook(new Thread(cleanUp, "trial-cli-end"));
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    @Override
    public void end() {
        end.countDown();
    }
}
