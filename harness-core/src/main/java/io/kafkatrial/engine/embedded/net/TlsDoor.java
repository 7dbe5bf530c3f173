/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.link.Link;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * What a door with TLS has in front of its connections. The expensive steps of a handshake run on the broker's
 * loop, so a broker that is paused or dead shakes no hands; while a link between client and broker is cut the
 * client's bytes wait. Delays of a link apply to requests and responses, not to the handshake.
 *
 * <p>Safe for use by several threads.
 */
public final class TlsDoor {

    private static final String NAME = "tls";

    private final Supplier<SSLEngine> engines;
    private final Executor work;

    /**
     * Prepare.
     *
     * @param engines makes one for each connection
     * @param work does the expensive steps
     */
    public TlsDoor(Supplier<SSLEngine> engines, Executor work) {
        this.engines = engines;
        this.work = work;
    }

    void install(ChannelPipeline pipeline, List<Link> links) {
        pipeline.addLast(new CutGate(links));
        pipeline.addLast(NAME, new SslHandler(engines.get(), work));
    }

    static Optional<SSLSession> session(ChannelPipeline pipeline) {
        return pipeline.get(NAME) instanceof SslHandler tls
                ? Optional.of(tls.engine().getSession())
                : Optional.empty();
    }

    /** Holds bytes back while a link is cut. Confined to the channel's event loop. */
    private static final class CutGate extends ChannelInboundHandlerAdapter {

        private final List<Link> links;
        private final ArrayDeque<Object> held = new ArrayDeque<>();

        CutGate(List<Link> links) {
            this.links = links;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            boolean waiting = !held.isEmpty();
            if (!waiting && links.stream().noneMatch(Link::isCut)) {
                ctx.fireChannelRead(bytes);
                return;
            }
            held.add(bytes);
            if (!waiting) {
                awaitMend(ctx);
            }
        }

        private void awaitMend(ChannelHandlerContext ctx) {
            links.stream()
                    .filter(Link::isCut)
                    .findFirst()
                    .ifPresentOrElse(
                            cut -> cut.onMend(() -> ctx.executor().execute(() -> awaitMend(ctx))), () -> release(ctx));
        }

        private void release(ChannelHandlerContext ctx) {
            for (Object bytes = held.poll(); bytes != null; bytes = held.poll()) {
                if (ctx.isRemoved()) {
                    ReferenceCountUtil.release(bytes);
                } else {
                    ctx.fireChannelRead(bytes);
                }
            }
            ctx.fireChannelReadComplete();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            held.forEach(ReferenceCountUtil::release);
            held.clear();
            ctx.fireChannelInactive();
        }
    }
}
