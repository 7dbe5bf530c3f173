/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.net;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network threads of one cluster, shared by its brokers. Made of single event loops rather than one
 * of Netty's groups, because the end of a group starts Netty's global executor thread, which outlives
 * the cluster by a second.
 *
 * <p>Safe for use by several threads.
 */
public final class NetworkThreads implements AutoCloseable {

    private static final int THREADS = 2;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    public NetworkThreads() {
        for (int i = 0; i < THREADS; i++) {
            loops.add(new SingleThreadIoEventLoop(null, this::newThread, NioIoHandler.newFactory()));
        }
    }

    private Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "kafka-trial-net-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** One of the loops, each in turn. */
    public EventLoop loop() {
        return loops.get(Math.floorMod(next.getAndIncrement(), THREADS));
    }

    /** Wait until the threads are gone; the listeners must be closed before. */
    @Override
    public void close() {
        loops.forEach(loop -> loop.shutdownGracefully(0, 5, TimeUnit.SECONDS));
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException waitOn) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
