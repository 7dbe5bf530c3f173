/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The course of a login, frame by frame. */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class SessionTest {

    private static final byte[] ALICE = "\0alice\0wonder".getBytes(StandardCharsets.UTF_8);

    private static SecuredCluster start(Map<String, String> config) {
        return SecuredCluster.start(
                SecuritySpec.of(ListenerProtocol.SASL_PLAINTEXT)
                        .mechanism(SaslMechanism.PLAIN)
                        .user("alice", "wonder"),
                config);
    }

    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final DataOutputStream out;
        private final DataInputStream in;

        Line(SecuredCluster secured) throws IOException {
            String[] address = secured.cluster().bootstrapServers().split(":", -1);
            socket = new Socket(address[0], Integer.parseInt(address[1]));
            socket.setSoTimeout(20_000);
            out = new DataOutputStream(socket.getOutputStream());
            in = new DataInputStream(socket.getInputStream());
        }

        AbstractResponse ask(AbstractRequest request) throws IOException {
            RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "test", 1);
            ByteBuffer frame = request.serializeWithHeader(header);
            byte[] answer = raw(frame);
            ByteBuffer response = ByteBuffer.wrap(answer);
            ResponseHeader.parse(response, request.apiKey().responseHeaderVersion(request.version()));
            return AbstractResponse.parseResponse(
                    request.apiKey(), new ByteBufferAccessor(response), request.version());
        }

        byte[] raw(ByteBuffer frame) throws IOException {
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
            return in.readNBytes(in.readInt());
        }

        SaslHandshakeResponse handshake(String mechanism, int version) throws IOException {
            return (SaslHandshakeResponse)
                    ask(new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism(mechanism))
                            .build((short) version));
        }

        SaslAuthenticateResponse authenticate(byte[] token) throws IOException {
            return (SaslAuthenticateResponse)
                    ask(new SaslAuthenticateRequest.Builder(new SaslAuthenticateRequestData().setAuthBytes(token))
                            .build((short) 2));
        }

        AbstractResponse metadata() throws IOException {
            return ask(
                    new MetadataRequest(new MetadataRequestData().setTopics(null), ApiKeys.METADATA.latestVersion()));
        }

        boolean isClosed() throws IOException {
            try {
                return in.read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void requestBeforeTheLoginClosesTheConnection() throws Exception {
        try (SecuredCluster secured = start(Map.of());
                Line line = new Line(secured)) {
            RequestHeader header = new RequestHeader(ApiKeys.METADATA, (short) 9, "test", 1);
            ByteBuffer frame = new MetadataRequest(new MetadataRequestData().setTopics(null), (short) 9)
                    .serializeWithHeader(header);
            line.out.writeInt(frame.remaining());
            line.out.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
            assertThat(line.isClosed()).isTrue();
        }
    }

    @Test
    void frameTooLongBeforeTheLoginClosesTheConnectionAtItsFirstBytes() throws Exception {
        try (SecuredCluster secured = start(Map.of());
                Line line = new Line(secured)) {
            line.out.writeInt(524_289);
            line.out.flush();
            assertThat(line.isClosed()).isTrue();
        }
    }

    @Test
    void oldHandshakeTakesRawTokens() throws Exception {
        try (SecuredCluster secured = start(Map.of());
                Line line = new Line(secured)) {
            assertThat(line.handshake("PLAIN", 0).error()).isEqualTo(Errors.NONE);
            assertThat(line.raw(ByteBuffer.wrap(ALICE))).isEmpty();
            assertThat(line.metadata().errorCounts()).containsOnlyKeys(Errors.NONE);
        }
    }

    @Test
    void loginAfterTheLoginIsOutOfPlaceWhereSessionsDoNotEnd() throws Exception {
        try (SecuredCluster secured = start(Map.of());
                Line line = new Line(secured)) {
            line.handshake("PLAIN", 1);
            assertThat(line.authenticate(ALICE).sessionLifetimeMs()).isZero();
            assertThat(line.handshake("PLAIN", 1).error()).isEqualTo(Errors.ILLEGAL_SASL_STATE);
            assertThat(line.authenticate(ALICE).errorMessage())
                    .isEqualTo("SaslAuthenticate request received after successful authentication");
        }
    }

    @Test
    void wrongPasswordIsToldAndThenTheConnectionCloses() throws Exception {
        try (SecuredCluster secured = start(Map.of());
                Line line = new Line(secured)) {
            line.handshake("PLAIN", 1);
            SaslAuthenticateResponse refusal = line.authenticate("\0alice\0wrong".getBytes(StandardCharsets.UTF_8));
            assertThat(refusal.error()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED);
            assertThat(refusal.errorMessage()).isEqualTo("Authentication failed: Invalid username or password");
            assertThat(line.isClosed()).isTrue();
        }
    }

    @Test
    void unknownMechanismIsToldTheKnownOnesAndThenTheConnectionCloses() throws Exception {
        try (SecuredCluster secured = start(Map.of());
                Line line = new Line(secured)) {
            SaslHandshakeResponse refusal = line.handshake("GSSAPI", 1);
            assertThat(refusal.error()).isEqualTo(Errors.UNSUPPORTED_SASL_MECHANISM);
            assertThat(refusal.enabledMechanisms()).containsExactly("PLAIN");
            assertThat(line.isClosed()).isTrue();
        }
    }

    @Test
    void sessionThatIsOverClosesTheConnectionAndAnotherLoginKeepsItOpen() throws Exception {
        try (SecuredCluster secured = start(Map.of("connections.max.reauth.ms", "300000"));
                Line line = new Line(secured)) {
            line.handshake("PLAIN", 1);
            assertThat(line.authenticate(ALICE).sessionLifetimeMs()).isEqualTo(300_000);
            assertThat(line.handshake("PLAIN", 1).error()).isEqualTo(Errors.NONE);
            assertThat(line.authenticate(ALICE).error()).isEqualTo(Errors.NONE);
            assertThat(line.metadata().errorCounts()).containsOnlyKeys(Errors.NONE);
        }
        try (SecuredCluster secured = start(Map.of("connections.max.reauth.ms", "1"));
                Line line = new Line(secured)) {
            line.handshake("PLAIN", 1);
            assertThat(line.authenticate(ALICE).sessionLifetimeMs()).isEqualTo(1);
            RequestHeader header = new RequestHeader(ApiKeys.METADATA, (short) 9, "test", 1);
            ByteBuffer frame = new MetadataRequest(new MetadataRequestData().setTopics(null), (short) 9)
                    .serializeWithHeader(header);
            Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            line.out.writeInt(frame.remaining());
            line.out.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
            assertThat(line.isClosed()).isTrue();
        }
    }

    @Test
    void clientsLogInAgainByThemselves() throws Exception {
        try (SecuredCluster secured = start(Map.of("connections.max.reauth.ms", "1500"));
                KafkaProducer<String, String> producer = SecuredCluster.producer(secured.as("alice"))) {
            long last = -1;
            for (int i = 0; i < 6; i++) {
                Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                last = producer.send(new ProducerRecord<>(SecuredCluster.TOPIC, "v" + i))
                        .get()
                        .offset();
            }
            assertThat(last).isEqualTo(5);
            assertThat(producer.metrics().entrySet().stream()
                            .filter(metric -> metric.getKey().name().equals("successful-reauthentication-total"))
                            .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                            .sum())
                    .isPositive();
        }
    }
}
