/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.link.Link;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a connection with TLS: first with the client, then with the broker, because only the client's
 * certificate tells what to show the broker. While a link is cut nobody shakes hands. What comes before both are done
 * waits. Confined to the event loop both channels share.
 */
final class Handshakes {

    private static final Logger LOGGER = LoggerFactory.getLogger(Handshakes.class);

    private final TlsTerms tls;
    private final InetSocketAddress broker;
    private final Passage.Rules rules;
    private boolean joined;

    Handshakes(TlsTerms tls, InetSocketAddress broker, Passage.Rules rules) {
        this.tls = tls;
        this.broker = broker;
        this.rules = rules;
    }

    /** Begin; {@code join} is called when both sides are ready. Until then the end of one is the end of the other. */
    void shake(Channel front, Channel target, BiConsumer<Channel, Channel> join) {
        front.closeFuture().addListener(gone -> closeUnlessJoined(target));
        target.closeFuture().addListener(gone -> closeUnlessJoined(front));
        awaitMend(front, () -> withClient(front, target, join));
    }

    private void closeUnlessJoined(Channel other) {
        if (!joined) {
            other.close();
        }
    }

    private void awaitMend(Channel front, Runnable go) {
        Stream.of(rules.there(), rules.back())
                .filter(Link::isCut)
                .findFirst()
                .ifPresentOrElse(cut -> cut.onMend(() -> front.eventLoop().execute(() -> awaitMend(front, go))), go);
    }

    private void withClient(Channel front, Channel target, BiConsumer<Channel, Channel> join) {
        Optional<SslHandler> client = tls.towardsClient();
        Runnable goOn = () -> begin(target, towardsBroker(client), () -> {
            joined = true;
            join.accept(front, target);
        });
        client.ifPresentOrElse(handler -> begin(front, handler, goOn), goOn);
    }

    private SslHandler towardsBroker(Optional<SslHandler> client) {
        try {
            return tls.towardsBroker(client, broker);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no TLS in this Java", impossible);
        }
    }

    /** Who is refused is told why by the handler, which closes the connection. */
    private static void begin(Channel channel, SslHandler handler, Runnable done) {
        if (!channel.isActive()) {
            return;
        }
        channel.pipeline().addLast(handler, new FlowControlHandler(), new Quiet());
        handler.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                done.run();
            }
        });
        channel.pipeline().context(handler).read();
    }

    /** Who cannot shake hands is told so on the wire; there is nobody else to tell. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (ctx.pipeline().last() == this) {
                LOGGER.debug("No handshake with {}", ctx.channel(), cause);
                ctx.close();
            } else {
                ctx.fireExceptionCaught(cause);
            }
        }
    }
}
