/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The network threads of one cluster, shared by its brokers. */
public final class Network implements AutoCloseable {

    private static final int THREADS = 2;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("kafka-trial-net", true), NioIoHandler.newFactory());

    EventLoopGroup group() {
        return group;
    }

    /** Wait until the threads are gone; the listeners must be closed before. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        boolean interrupted = Thread.interrupted();
        try {
            while (!group.isTerminated()) {
                try {
                    group.awaitTermination(1, TimeUnit.SECONDS);
                } catch (InterruptedException waitOn) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
