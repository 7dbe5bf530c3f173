/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.api.ClientAddress;
import io.kafkatrial.engine.embedded.api.Reply;
import io.kafkatrial.engine.embedded.api.RequestRouter;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.embedded.net.FrameHandler;
import io.kafkatrial.engine.embedded.net.Listener;
import io.kafkatrial.engine.embedded.quorum.BrokerIdentity;
import io.kafkatrial.engine.embedded.quorum.BrokerSession;
import io.kafkatrial.engine.link.Links;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One incarnation of a broker, from start to crash or stop; where the sub-packages meet. Everything in
 * it is confined to its loop, so the end of the loop is the end of the process: what is not on the disk
 * is gone.
 */
final class Node {

    private static final int FRAME_BYTES_MAX = 100 * 1024 * 1024;

    private final NodeParts parts;
    private final ThreadLoop loop;
    private final Brain brain;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Listener listener;
    /** Confined to the loop: requests that came before the broker was let in, as in a backlog. */
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    private boolean serving;

    private Node(NodeParts parts, ThreadLoop loop, Brain brain, InetSocketAddress address) throws IOException {
        this.parts = parts;
        this.loop = loop;
        this.brain = brain;
        this.listener = listen(address);
    }

    /**
     * Start a broker; {@link #ready()} tells when the controller has let it in.
     *
     * @throws IOException if its port cannot be listened on
     */
    static Node start(NodeParts parts, ThreadLoop loop, Surroundings surroundings, InetSocketAddress address)
            throws IOException {
        Brain brain = new Brain(parts, surroundings);
        Node node = new Node(parts, loop, brain, address);
        parts.fabric().transport().join(Endpoint.broker(parts.id()), loop);
        loop.execute(node::begin);
        return node;
    }

    private void begin() {
        brain.start();
        brain.session().unfenced().whenComplete((nothing, failure) -> {
            if (failure != null) {
                ready.completeExceptionally(failure);
                return;
            }
            serving = true;
            waiting.forEach(Runnable::run);
            waiting.clear();
            ready.complete(null);
        });
    }

    private Listener listen(InetSocketAddress address) throws IOException {
        Links links = parts.fabric().links();
        Endpoint self = Endpoint.broker(parts.id());
        var settings = new Listener.Settings(
                links.link(Endpoint.clients(), self),
                links.link(self, Endpoint.clients()),
                parts.fabric().table(),
                self,
                Integer.parseInt(
                        parts.config().values().getOrDefault("socket.request.max.bytes", "" + FRAME_BYTES_MAX)),
                parts.fabric().clock());
        return Listener.open(parts.fabric().network(), address, settings, new Door());
    }

    private void onFrame(ByteBuffer frame, FrameHandler.Client client, FrameHandler.Reply reply) {
        ClientAddress address = new ClientAddress(client.connection(), client.address(), 0, BrokerIdentity.LISTENER);
        Reply answer = new DoorReply(reply);
        loop.execute(() -> {
            if (serving) {
                router().handle(frame, address, answer);
            } else {
                waiting.add(() -> router().handle(frame, address, answer));
            }
        });
    }

    private RequestRouter router() {
        return brain.router();
    }

    /** Done when the controller has unfenced this broker. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Whether the controller has unfenced this broker once. */
    boolean hasBeenLetIn() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Do something with the brain, on the loop. */
    void run(Consumer<Brain> task) {
        loop.execute(() -> task.accept(brain));
    }

    Brain brain() {
        return brain;
    }

    void pause() {
        loop.pause();
    }

    void resume() {
        loop.resume();
    }

    /** Kill the process: nothing runs any more, sockets are reset, whoever waits for it is told. */
    void crash() {
        loop.kill();
        listener.crash();
        parts.fabric().transport().leave(Endpoint.broker(parts.id()));
    }

    /** Ask the controller to move leadership away, on the loop. */
    CompletableFuture<Void> controlledShutdown() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            BrokerSession session = brain.session();
            session.controlledShutdown().whenComplete((nothing, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    /** Leave in good order: flush, close, and only then end. */
    void stop() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loop.execute(() -> {
            brain.stop();
            closed.complete(null);
        });
        closed.join();
        listener.close();
        parts.fabric().transport().leave(Endpoint.broker(parts.id()));
        loop.kill();
    }

    /** What comes in by the door goes to the loop. */
    private final class Door implements FrameHandler {
        @Override
        public void onFrame(ByteBuffer frame, Client client, FrameHandler.Reply reply) {
            Node.this.onFrame(frame, client, reply);
        }

        @Override
        public void onClosed(Client client) {
            loop.execute(() -> brain.shares().onDisconnected(client.connection()));
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
