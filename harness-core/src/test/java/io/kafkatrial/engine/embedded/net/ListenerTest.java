/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.loop.SystemClock;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.net.HeldPort;
import io.kafkatrial.engine.net.NetworkThreads;
import io.kafkatrial.engine.wire.WireTable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private static final Endpoint BROKER = Endpoint.broker(1);
    private static final int FRAME_BYTES_MAX = 1024;

    private final Links links = new Links(1);
    private final NetworkThreads network = new NetworkThreads();
    private final BlockingQueue<FrameHandler.Reply> held = new LinkedBlockingQueue<>();
    private HeldPort port;
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        port = HeldPort.take(0);
        listener = listen();
    }

    @AfterEach
    void close() {
        listener.close();
        network.close();
        port.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("kafka-trial-net"));
    }

    /** Echoes a frame, except: "hold" waits for the test, "none" gets nothing, "shut" closes. */
    private Listener listen() throws IOException {
        var settings = new Listener.Settings(
                links, new WireTable(id -> Optional.empty()), BROKER, FRAME_BYTES_MAX, new SystemClock());
        return Listener.open(network, port.address(), settings, peer -> (frame, reply) -> {
            String text = new String(frame.array(), java.nio.charset.StandardCharsets.UTF_8);
            switch (text) {
                case "hold" -> held.add(reply);
                case "none" -> reply.nothing();
                case "shut" -> reply.close("the test asked for it");
                default -> reply.send(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
        });
    }

    private final class Peer implements AutoCloseable {
        private final Socket socket;
        private final DataOutputStream out;
        private final DataInputStream in;

        Peer() throws IOException {
            socket = new Socket(port.address().getAddress(), port.address().getPort());
            socket.setSoTimeout(10_000);
            out = new DataOutputStream(socket.getOutputStream());
            in = new DataInputStream(socket.getInputStream());
        }

        Peer send(String text) throws IOException {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
            return this;
        }

        String read() throws IOException {
            return new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void answersInOrderAlthoughTheFirstAnswerIsLate() throws Exception {
        try (Peer peer = new Peer()) {
            peer.send("hold").send("none").send("second");
            held.take().send(ByteBuffer.wrap(new byte[] {'1'}), ByteBuffer.wrap(new byte[] {'s', 't'}));
            assertThat(peer.read()).isEqualTo("1st");
            assertThat(peer.read()).isEqualTo("second");
        }
    }

    @Test
    void closesTheConnectionWithAnOversizedOrNegativeFrameAndHarmsNoOther() throws Exception {
        try (Peer good = new Peer();
                Peer oversized = new Peer();
                Peer negative = new Peer()) {
            oversized.out.writeInt(FRAME_BYTES_MAX + 1);
            oversized.out.write(new byte[FRAME_BYTES_MAX + 1]);
            negative.out.writeInt(-5);
            assertThatThrownBy(oversized::read).isInstanceOfAny(EOFException.class, SocketException.class);
            assertThatThrownBy(negative::read).isInstanceOfAny(EOFException.class, SocketException.class);
            assertThat(good.send("alive").read()).isEqualTo("alive");
        }
    }

    @Test
    void closesWhenTheHandlerSaysSo() throws Exception {
        try (Peer peer = new Peer()) {
            peer.send("shut");
            assertThatThrownBy(peer::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aCrashResetsConnectionsAndRefusesNewOnesWhileThePortStaysHeld() throws Exception {
        try (Peer peer = new Peer()) {
            assertThat(peer.send("hello").read()).isEqualTo("hello");
            listener.crash();
            assertThatThrownBy(peer::read).isInstanceOfAny(EOFException.class, SocketException.class);
            assertThatThrownBy(Peer::new).isInstanceOf(ConnectException.class);
            try (ServerSocket thief = new ServerSocket()) {
                thief.setReuseAddress(false);
                assertThatThrownBy(() -> thief.bind(port.address())).isInstanceOf(BindException.class);
            }
        }
        listener = listen();
        try (Peer again = new Peer()) {
            assertThat(again.send("back").read()).isEqualTo("back");
        }
    }

    @Test
    void comesBackOnItsPortAtOnceHoweverOften() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (Peer peer = new Peer()) {
                assertThat(peer.send("hello").read()).isEqualTo("hello");
                listener.crash();
            }
            listener = listen();
        }
    }

    @Test
    void holdsRequestsWhileTheWayInIsCutAndAnswersWhileTheWayOutIsCut() throws Exception {
        try (Peer peer = new Peer()) {
            links.cut(Endpoint.clients(), BROKER);
            peer.send("hold");
            links.mend(Endpoint.clients(), BROKER);
            FrameHandler.Reply reply = held.take();
            links.cut(BROKER, Endpoint.clients());
            reply.send(ByteBuffer.wrap(new byte[] {'x'}));
            peer.send("hold");
            held.take().send(ByteBuffer.wrap(new byte[] {'y'}));
            assertThat(peer.in.available()).isZero();
            links.mend(BROKER, Endpoint.clients());
            assertThat(peer.read() + peer.read()).isEqualTo("xy");
            assertThat(links.count(Endpoint.clients(), BROKER).stopped()
                            + links.count(BROKER, Endpoint.clients()).stopped())
                    .isPositive();
        }
    }

    @Test
    void delaysKeepTheOrder() throws Exception {
        links.delay(Endpoint.clients(), BROKER, Duration.ofMillis(1), Duration.ofMillis(10));
        links.delay(BROKER, Endpoint.clients(), Duration.ofMillis(1), Duration.ofMillis(10));
        try (Peer peer = new Peer()) {
            for (int i = 0; i < 20; i++) {
                peer.send("" + i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(peer.read()).isEqualTo("" + i);
            }
        }
    }
}
