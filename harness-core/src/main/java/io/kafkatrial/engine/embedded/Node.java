/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.embedded.net.Listener;
import io.kafkatrial.engine.embedded.net.TlsDoor;
import io.kafkatrial.engine.embedded.quorum.BrokerSession;
import io.kafkatrial.engine.embedded.security.Entrance;
import io.kafkatrial.engine.link.Links;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private final Door door;
    private final Listener listener;

    private Node(NodeParts parts, ThreadLoop loop, Brain brain, InetSocketAddress address) throws IOException {
        this.parts = parts;
        this.loop = loop;
        this.brain = brain;
        this.door = new Door(loop, brain.router(), brain.entrance(), brain.shares()::onDisconnected);
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
            door.open();
            ready.complete(null);
        });
    }

    private Listener listen(InetSocketAddress address) throws IOException {
        Links links = parts.fabric().links();
        Endpoint self = Endpoint.broker(parts.id());
        int frameBytesMax = Integer.parseInt(
                parts.config().values().getOrDefault("socket.request.max.bytes", "" + FRAME_BYTES_MAX));
        var settings = new Listener.Settings(
                links,
                parts.fabric().table(),
                self,
                frameBytesMax,
                strangerBytesMax(frameBytesMax),
                parts.fabric().clock(),
                tls(),
                parts.fabric().witnesses());
        return Listener.open(parts.fabric().network(), address, settings, door);
    }

    private int strangerBytesMax(int frameBytesMax) {
        return brain.entrance().isPresent() && brain.entrance().get().hasSasl()
                ? Math.min(frameBytesMax, brain.entrance().get().strangerBytesMax())
                : frameBytesMax;
    }

    private @Nullable TlsDoor tls() {
        Entrance entrance = brain.entrance().orElse(null);
        return entrance != null && entrance.hasTls() ? new TlsDoor(entrance::newEngine, loop) : null;
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

    /** Reset the connections of these clients; how many there were. */
    int resetClients(Endpoint clients) {
        return listener.reset(clients);
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
}
