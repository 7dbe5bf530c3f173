/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.group;

import io.kafkatrial.engine.embedded.loop.Loop;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The coordinator's background work (regular expressions of subscriptions), as further tasks of the
 * loop. Confined to it.
 */
final class LoopExecutor extends AbstractExecutorService {

    private final Loop loop;
    private boolean shutdown;

    LoopExecutor(Loop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown) {
            throw new RejectedExecutionException("the group coordinator is shut down");
        }
        loop.execute(() -> {
            if (!shutdown) {
                task.run();
            }
        });
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
