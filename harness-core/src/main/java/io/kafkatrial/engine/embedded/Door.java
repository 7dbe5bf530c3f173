/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.embedded.api.ClientAddress;
import io.kafkatrial.engine.embedded.api.Reply;
import io.kafkatrial.engine.embedded.api.RequestRouter;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.net.FrameHandler;
import io.kafkatrial.engine.embedded.net.Peer;
import io.kafkatrial.engine.embedded.quorum.BrokerIdentity;
import io.kafkatrial.engine.embedded.security.Entrance;
import io.kafkatrial.engine.embedded.security.SaslGate;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * Takes frames from the network to the broker's loop, past the entrance if the broker has one, and to the router.
 * What comes before the broker is let into the cluster waits, as in a backlog. Everything but {@link #meet} is
 * confined to the loop.
 */
final class Door implements FrameHandler.Doorman {

    private final Loop loop;
    private final Consumer<String> closed;
    private final RequestRouter router;
    private final Optional<Entrance> entrance;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean serving;

    /**
     * Prepare.
     *
     * @param closed told of every connection that is gone, on the loop
     */
    Door(Loop loop, RequestRouter router, Optional<Entrance> entrance, Consumer<String> closed) {
        this.loop = loop;
        this.closed = closed;
        this.router = router;
        this.entrance = entrance;
    }

    /** Serve, from now on and what waits. */
    void open() {
        serving = true;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    @Override
    public FrameHandler meet(Peer peer) {
        String id = peer.connection();
        if (entrance.isEmpty()) {
            ClientAddress anybody = new ClientAddress(
                    id, peer.remote().getAddress(), peer.remote().getPort(), BrokerIdentity.PLAINTEXT);
            return new Known(anybody);
        }
        Entrance asks = entrance.get();
        return asks.hasSasl() ? new Guarded(asks, id, peer) : certified(asks, id, peer);
    }

    private FrameHandler certified(Entrance asks, String id, Peer peer) {
        KafkaPrincipal principal =
                asks.principal(peer.tls().orElseThrow(), peer.remote().getAddress());
        return new Known(address(asks, id, peer, principal));
    }

    private static ClientAddress address(Entrance asks, String id, Peer peer, KafkaPrincipal principal) {
        return new ClientAddress(
                id,
                peer.remote().getAddress(),
                peer.remote().getPort(),
                asks.protocol().name,
                asks.protocol(),
                principal);
    }

    private void whenServing(Runnable task) {
        loop.execute(() -> {
            if (serving) {
                task.run();
            } else {
                waiting.add(task);
            }
        });
    }

    /** One connection whose client is known from the start. */
    private final class Known implements FrameHandler {
        private final ClientAddress client;

        Known(ClientAddress client) {
            this.client = client;
        }

        @Override
        public void onFrame(ByteBuffer frame, FrameHandler.Reply reply) {
            whenServing(() -> router.handle(frame, client, new DoorReply(reply)));
        }

        @Override
        public void onClosed() {
            loop.execute(() -> closed.accept(client.connectionId()));
        }
    }

    /** One connection with SASL. */
    private final class Guarded implements FrameHandler {
        private final Entrance asks;
        private final String id;
        private final Peer peer;
        private final SaslGate gate;

        Guarded(Entrance asks, String id, Peer peer) {
            this.asks = asks;
            this.id = id;
            this.peer = peer;
            this.gate = asks.newGate(id, peer.remote(), peer.local(), router::apiVersions);
        }

        @Override
        public boolean isTrusted() {
            return gate.isTrusted();
        }

        @Override
        public void onFrame(ByteBuffer frame, FrameHandler.Reply reply) {
            whenServing(() -> judged(frame, reply));
        }

        @Override
        public void onClosed() {
            loop.execute(() -> {
                gate.close();
                closed.accept(id);
            });
        }

        private void judged(ByteBuffer frame, FrameHandler.Reply reply) {
            SaslGate.Verdict verdict = gate.judge(frame);
            if (verdict instanceof SaslGate.Pass known) {
                router.handle(frame, address(asks, id, peer, known.principal()), new DoorReply(reply));
            } else if (verdict instanceof SaslGate.Answer answer) {
                answer.response().ifPresentOrElse(reply::send, reply::nothing);
            } else if (verdict instanceof SaslGate.Refuse refusal) {
                loop.schedule(asks.failureDelayMs(), () -> refusal.response()
                        .ifPresentOrElse(reply::last, () -> reply.close(refusal.reason())));
            } else if (verdict instanceof SaslGate.Close end) {
                reply.close(end.reason());
            }
        }
    }

    private record DoorReply(FrameHandler.Reply door) implements Reply {
        @Override
        public void send(ByteBuffer... frame) {
            door.send(frame);
        }

        @Override
        public void nothing() {
            door.nothing();
        }

        @Override
        public void rest(int restMs) {
            door.rest(restMs);
        }

        @Override
        public void close(String reason) {
            door.close(reason);
        }
    }
}
