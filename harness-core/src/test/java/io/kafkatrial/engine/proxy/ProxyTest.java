/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.WireRule;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.wire.WireTable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {

    private static final Endpoint CLIENTS = Endpoint.clients();
    private static final Endpoint ONE = Endpoint.broker(1);
    private static final Endpoint TWO = Endpoint.broker(2);
    private static final int MOST = 200_000;

    private final Links links = new Links(7);
    private final WireTable table = new WireTable(id -> Optional.empty());
    private final Proxy proxy = new Proxy(links, table, System::nanoTime);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private ServerSocket target;
    private InetSocketAddress clientDoor;
    private InetSocketAddress brokerDoor;

    @BeforeEach
    void open() throws IOException {
        target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        clientDoor = proxy.open(door(CLIENTS));
        brokerDoor = proxy.open(door(TWO));
    }

    private Door door(Endpoint from) {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress behind = (InetSocketAddress) target.getLocalSocketAddress();
        return new Door(from, ONE, anywhere, () -> behind, Recorder::new, new Door.Terms(MOST, Optional.empty()));
    }

    private final class Recorder implements Tap {
        @Override
        public void request(ByteBuffer frame) {
            seen.add("request " + StandardCharsets.UTF_8.decode(frame));
        }

        @Override
        public void response(ByteBuffer frame) {
            seen.add("response " + StandardCharsets.UTF_8.decode(frame));
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        target.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("kafka-trial-net"));
    }

    /** Both ends of a connection through the proxy. */
    private final class Ends implements AutoCloseable {
        private final Socket near;
        private final Socket far;

        Ends(InetSocketAddress door) throws IOException {
            near = new Socket(door.getAddress(), door.getPort());
            far = target.accept();
            near.setSoTimeout(20_000);
            far.setSoTimeout(20_000);
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
        }
    }

    private static void say(Socket from, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(from.getOutputStream());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private static String hear(Socket to) throws IOException {
        DataInputStream in = new DataInputStream(to.getInputStream());
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void hearNothing(Socket to) throws IOException {
        to.setSoTimeout(100);
        assertThatThrownBy(() -> hear(to)).isInstanceOf(SocketTimeoutException.class);
        to.setSoTimeout(20_000);
    }

    @Test
    void carriesFramesBothWaysAndShowsThemToTheTap() throws Exception {
        try (Ends ends = new Ends(clientDoor)) {
            say(ends.near, "question");
            assertThat(hear(ends.far)).isEqualTo("question");
            say(ends.far, "answer");
            assertThat(hear(ends.near)).isEqualTo("answer");

            assertThat(seen).containsExactly("request question", "response answer");
            assertThat(links.count(CLIENTS, ONE).passed()).isEqualTo(1);
            assertThat(links.count(ONE, CLIENTS).passed()).isEqualTo(1);
        }
    }

    @Test
    void cutLinkHoldsWhatComesFromItsSourceOnlyUntilMended() throws Exception {
        try (Ends client = new Ends(clientDoor);
                Ends broker = new Ends(brokerDoor)) {
            links.cut(TWO, ONE);
            say(broker.near, "held");
            say(client.near, "passes");

            assertThat(hear(client.far)).isEqualTo("passes");
            Awaitility.await().until(() -> links.count(TWO, ONE).stopped() == 1);
            hearNothing(broker.far);
            say(broker.far, "the way back is open");
            assertThat(hear(broker.near)).isEqualTo("the way back is open");

            links.mend(TWO, ONE);
            assertThat(hear(broker.far)).isEqualTo("held");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusalComesOnlyWhenTheRequestHasArrivedAndItsAnswerMayGoBack(boolean there) throws Exception {
        table.arm(new WireRule(
                "refused",
                WireRule.Match.of(CLIENTS, ONE, "Heartbeat"),
                new WireRule.Act.Refuse("COORDINATOR_NOT_AVAILABLE")));
        Endpoint from = there ? CLIENTS : ONE;
        Endpoint to = there ? ONE : CLIENTS;
        try (Ends ends = new Ends(clientDoor)) {
            links.cut(from, to);
            ends.near.getOutputStream().write(heartbeat());

            Awaitility.await().until(() -> links.count(from, to).stopped() == 1);
            hearNothing(ends.near);
            links.mend(from, to);
            assertThat(hear(ends.near)).isNotEmpty();
            hearNothing(ends.far);
        }
    }

    @Test
    void connectionIsResetOnlyWhenTheRequestThatEndsItHasArrived() throws Exception {
        table.arm(new WireRule("reset", WireRule.Match.of(CLIENTS, ONE, "Heartbeat"), new WireRule.Act.DropRequest()));
        try (Ends ends = new Ends(clientDoor)) {
            links.cut(CLIENTS, ONE);
            ends.near.getOutputStream().write(heartbeat());

            Awaitility.await().until(() -> links.count(CLIENTS, ONE).stopped() == 1);
            hearNothing(ends.near);
            links.mend(CLIENTS, ONE);
            assertThatThrownBy(() -> hear(ends.near)).isInstanceOfAny(SocketException.class, EOFException.class);
        }
    }

    private static byte[] heartbeat() {
        short version = 0;
        ByteBuffer head = MessageUtil.toByteBufferAccessor(
                        new RequestHeaderData()
                                .setRequestApiKey(ApiKeys.HEARTBEAT.id)
                                .setRequestApiVersion(version)
                                .setCorrelationId(7)
                                .setClientId("shop"),
                        ApiKeys.HEARTBEAT.requestHeaderVersion(version))
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(
                        new HeartbeatRequestData().setGroupId("billing").setMemberId("m"), version)
                .buffer();
        int size = head.remaining() + body.remaining();
        return ByteBuffer.allocate(Integer.BYTES + size)
                .putInt(size)
                .put(head)
                .put(body)
                .array();
    }

    @Test
    void cutWayBackKeepsTheEffectAndHoldsTheAnswer() throws Exception {
        try (Ends ends = new Ends(clientDoor)) {
            links.cut(ONE, CLIENTS);
            say(ends.near, "write");
            assertThat(hear(ends.far)).isEqualTo("write");
            say(ends.far, "written");

            Awaitility.await().until(() -> links.count(ONE, CLIENTS).stopped() == 1);
            hearNothing(ends.near);
            links.mend(ONE, CLIENTS);
            assertThat(hear(ends.near)).isEqualTo("written");
        }
    }

    @Test
    void delayedFramesArriveInOrderAndNotEarly() throws Exception {
        try (Ends ends = new Ends(clientDoor)) {
            links.delay(CLIENTS, ONE, Duration.ofMillis(30), Duration.ofMillis(30));
            long before = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                say(ends.near, "m" + i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(hear(ends.far)).isEqualTo("m" + i);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
            assertThat(links.count(CLIENTS, ONE).delayed()).isEqualTo(20);
        }
    }

    @Test
    void whatWasSaidBeforeTheEndStillArrivesAndThenTheEnd() throws Exception {
        try (Ends ends = new Ends(clientDoor)) {
            say(ends.far, "last words");
            ends.far.close();
            assertThat(hear(ends.near)).isEqualTo("last words");
            assertThatThrownBy(() -> hear(ends.near)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void deathOfAProcessIsNotNoticedThroughACutLink() throws Exception {
        try (Ends ends = new Ends(clientDoor)) {
            links.cut(ONE, CLIENTS);
            ends.far.setSoLinger(true, 0);
            ends.far.close();
            hearNothing(ends.near);

            links.mend(ONE, CLIENTS);
            assertThatThrownBy(() -> hear(ends.near)).isInstanceOfAny(SocketException.class, EOFException.class);
        }
    }

    @Test
    void whoComesWhileNobodyIsBehindTheDoorIsReset() throws Exception {
        target.close();
        try (Socket near = new Socket(clientDoor.getAddress(), clientDoor.getPort())) {
            near.setSoTimeout(20_000);
            assertThatThrownBy(() -> hear(near)).isInstanceOfAny(SocketException.class, EOFException.class);
        }
    }

    @Test
    void floodAgainstACutLinkIsHeldBackInTheSourceAndLosesNothing() throws Exception {
        int messages = 400;
        String large = "x".repeat(100_000);
        try (Ends ends = new Ends(clientDoor)) {
            links.cut(CLIENTS, ONE);
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < messages; i++) {
                        say(ends.near, i + large);
                    }
                } catch (IOException e) {
                    seen.add("failed " + e);
                }
            });
            writer.start();
            Awaitility.await().until(() -> links.count(CLIENTS, ONE).stopped() > 50);
            links.mend(CLIENTS, ONE);
            for (int i = 0; i < messages; i++) {
                assertThat(hear(ends.far))
                        .startsWith(i + "x")
                        .hasSize(large.length() + Integer.toString(i).length());
            }
            writer.join();
            assertThat(seen).noneMatch(line -> line.startsWith("failed"));
        }
    }

    @Test
    void frameThatIsTooLongOrHasANegativeSizePassesUnseenAndAtOnceForTheOtherSideToJudge() throws Exception {
        for (int size : new int[] {MOST + 1, -5}) {
            try (Ends good = new Ends(clientDoor);
                    Ends bad = new Ends(clientDoor)) {
                say(bad.near, "first");
                assertThat(hear(bad.far)).isEqualTo("first");
                DataOutputStream out = new DataOutputStream(bad.near.getOutputStream());
                out.writeInt(size);
                assertThat(new DataInputStream(bad.far.getInputStream()).readInt())
                        .isEqualTo(size);
                out.writeInt(7);
                assertThat(new DataInputStream(bad.far.getInputStream()).readInt())
                        .isEqualTo(7);
                bad.far.close();
                assertThatThrownBy(() -> hear(bad.near)).isInstanceOfAny(SocketException.class, EOFException.class);

                say(good.near, "still here");
                assertThat(hear(good.far)).isEqualTo("still here");
                assertThat(seen).containsExactly("request first", "request still here");
                seen.clear();
            }
        }
    }

    @Test
    void answersMayBeLongerThanRequests() throws Exception {
        try (Ends ends = new Ends(clientDoor)) {
            String answer = "y".repeat(MOST + 1);
            say(ends.far, answer);
            assertThat(hear(ends.near)).isEqualTo(answer);
        }
    }
}
