/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.network.Authenticator;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.ReauthenticationContext;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * One connection that has to log in by SASL, as Kafka's {@code KafkaChannel} and {@code Processor} see it: before it
 * has, every frame is the authenticator's; afterwards a handshake begins a new login if sessions end (KIP-368) and
 * the last one began a second ago or more, a connection whose session is over is closed, and everything else passes.
 *
 * <p>A step function: it says what is to be done about a frame. Confined to the broker's loop but for
 * {@link #isTrusted}.
 */
public final class SaslGate {

    private static final long BETWEEN_LOGINS_NANOS = 1_000_000_000;
    private static final String NODE = "client";

    private final Function<Wire, Authenticator> authenticators;
    private final Wire wire;
    private final LongSupplier nanos;
    private Authenticator authenticator;
    private Optional<Long> lastLoginAgain = Optional.empty();
    private volatile boolean trusted;

    SaslGate(Function<Wire, Authenticator> authenticators, Wire wire, LongSupplier nanos) {
        this.authenticators = authenticators;
        this.wire = wire;
        this.nanos = nanos;
        this.authenticator = authenticators.apply(wire);
    }

    /** What is to be done about a frame. */
    public sealed interface Verdict {}

    /** The client is known: answer the request. */
    public record Pass(KafkaPrincipal principal) implements Verdict {}

    /** Part of a login: send this, or nothing, and go on. */
    public record Answer(Optional<ByteBuffer> response) implements Verdict {}

    /** The login failed: after Kafka's delay send this, if anything, and close the connection. */
    public record Refuse(Optional<ByteBuffer> response, String reason) implements Verdict {}

    /** Close the connection at once. */
    public record Close(String reason) implements Verdict {}

    /** Whether the client has logged in. May be asked by any thread. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Judge one frame; leaves its position as it was. */
    public Verdict judge(ByteBuffer frame) {
        if (!authenticator.complete()) {
            return step(() -> {
                wire.feed(frame);
                authenticator.authenticate();
            });
        }
        if (isHandshake(frame) && mayLoginAgain()) {
            return loginAgain(frame);
        }
        Long end = authenticator.serverSessionExpirationTimeNanos();
        if (end != null && nanos.getAsLong() - end > 0) {
            return new Close("its session is over");
        }
        return new Pass(authenticator.principal());
    }

    private static boolean isHandshake(ByteBuffer frame) {
        return frame.remaining() >= Short.BYTES && frame.getShort(frame.position()) == ApiKeys.SASL_HANDSHAKE.id;
    }

    private boolean mayLoginAgain() {
        return authenticator.serverSessionExpirationTimeNanos() != null
                && lastLoginAgain
                        .map(last -> nanos.getAsLong() - last >= BETWEEN_LOGINS_NANOS)
                        .orElse(true);
    }

    private Verdict loginAgain(ByteBuffer frame) {
        long now = nanos.getAsLong();
        lastLoginAgain = Optional.of(now);
        Authenticator previous = authenticator;
        authenticator = authenticators.apply(wire);
        return step(() -> authenticator.reauthenticate(
                new ReauthenticationContext(previous, new NetworkReceive(NODE, frame.duplicate()), now)));
    }

    private interface Step {
        void run() throws IOException;
    }

    private Verdict step(Step step) {
        try {
            step.run();
            trusted = authenticator.complete();
            return new Answer(wire.takeWritten());
        } catch (AuthenticationException failed) {
            return refused(failed);
        } catch (IOException | RuntimeException broken) {
            return new Close("its login failed: " + broken);
        }
    }

    private Verdict refused(AuthenticationException failed) {
        try {
            authenticator.handleAuthenticationFailure();
            return new Refuse(wire.takeWritten(), String.valueOf(failed.getMessage()));
        } catch (IOException | RuntimeException broken) {
            return new Close("its login failed: " + broken);
        }
    }

    /** The connection is gone. */
    public void close() {
        try {
            authenticator.close();
        } catch (IOException nothingOpen) {
            // it has no socket
        }
    }
}
