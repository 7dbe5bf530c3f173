/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.KafkaChannel;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.network.Selector;

/**
 * A client's sockets behind a {@link Gate}. While the gate is shut nothing is sent, received or connected, and what the
 * kernel has in its buffers stays there. When it is dead the sockets are closed, as the kernel closes those of a process
 * that ended; the client sees its connections gone and gets no new ones, so that whatever it tries while it is closed,
 * to leave its group say, never reaches a broker.
 *
 * <p>As confined as Kafka's own selector is: one thread at a time, except for {@link #wakeup}.
 */
final class GatedWire implements Selectable {

    private static final long LOOK_MS = 100;

    /** Without a trace: Kafka's clients log it each time they try. */
    private static final class DeadProcessException extends IOException {

        private static final long serialVersionUID = 1L;

        DeadProcessException() {
            super("the process of this client is dead");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final Selectable inner;
    private final Gate gate;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Semaphore woken = new Semaphore(0);
    private boolean closed;
    private Map<String, ChannelState> lost = Map.of();

    GatedWire(Selectable inner, Gate gate) {
        this.inner = inner;
        this.gate = gate;
        if (inner instanceof Selector selector) {
            selector.channels().stream().map(KafkaChannel::id).forEach(open::add);
        }
    }

    @Override
    public void connect(String id, InetSocketAddress address, int sendBufferSize, int receiveBufferSize)
            throws IOException {
        if (!gate.pass()) {
            throw new DeadProcessException();
        }
        open.add(id);
        inner.connect(id, address, sendBufferSize, receiveBufferSize);
    }

    @Override
    public void wakeup() {
        inner.wakeup();
        if (gate.isDead()) {
            woken.release();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inner.close();
        }
    }

    @Override
    public void close(String id) {
        open.remove(id);
        if (!closed) {
            inner.close(id);
        }
    }

    @Override
    public void send(NetworkSend send) {
        if (gate.pass()) {
            inner.send(send);
        }
    }

    @Override
    public void poll(long timeout) throws IOException {
        if (gate.pass()) {
            inner.poll(timeout);
            if (gate.pass()) {
                open.removeAll(inner.disconnected().keySet());
                return;
            }
        }
        endConnections();
        rest(timeout);
    }

    /** The first time after the end: close the sockets, and let the client see its connections gone. */
    private void endConnections() {
        Map<String, ChannelState> gone = new HashMap<>();
        open.forEach(id -> gone.put(id, ChannelState.READY));
        open.clear();
        lost = gone;
        close();
    }

    private void rest(long timeout) {
        try {
            if (timeout > 0 && lost.isEmpty() && woken.tryAcquire(Math.min(timeout, LOOK_MS), TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<NetworkSend> completedSends() {
        return gate.isDead() ? List.of() : inner.completedSends();
    }

    @Override
    public Collection<NetworkReceive> completedReceives() {
        return gate.isDead() ? List.of() : inner.completedReceives();
    }

    @Override
    public Map<String, ChannelState> disconnected() {
        return gate.isDead() ? lost : inner.disconnected();
    }

    @Override
    public List<String> connected() {
        return gate.isDead() ? List.of() : inner.connected();
    }

    @Override
    public void mute(String id) {
        if (!closed) {
            inner.mute(id);
        }
    }

    @Override
    public void unmute(String id) {
        if (!closed) {
            inner.unmute(id);
        }
    }

    @Override
    public void muteAll() {
        if (!closed) {
            inner.muteAll();
        }
    }

    @Override
    public void unmuteAll() {
        if (!closed) {
            inner.unmuteAll();
        }
    }

    @Override
    public boolean isChannelReady(String id) {
        return !gate.isDead() && inner.isChannelReady(id);
    }
}
