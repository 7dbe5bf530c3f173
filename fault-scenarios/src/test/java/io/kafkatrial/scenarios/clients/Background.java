/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A thread of an application, and what it died of. */
final class Background {

    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    private Background() {}

    static Background of(Body body) {
        Background background = new Background();
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                        background.failure.complete(new IllegalStateException("it ended in good order"));
                    } catch (Throwable died) {
                        background.failure.complete(died);
                    }
                },
                "application");
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    /** Wait until it died. */
    Throwable failure() throws Exception {
        return failure.get(60, TimeUnit.SECONDS);
    }

    boolean isOver() {
        return failure.isDone();
    }

    /** What it does. */
    interface Body {
        void run() throws Exception;
    }
}
