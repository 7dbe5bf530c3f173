/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecurityComplaints;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import io.kafkatrial.engine.embedded.loop.LoopTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.security.auth.Subject;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.network.ChannelBuilders;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.SaslServerAuthenticator;
import org.apache.kafka.common.security.ssl.SslFactory;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;

/**
 * The entrance of one broker that asks who comes in: its keys, its users, and what it makes of both. Made from the
 * broker's configuration by Kafka's names.
 *
 * <p>{@link #newEngine} may be called by any thread, everything else is confined to the broker's loop.
 */
public final class Entrance {

    private static final int FAILURE_DELAY_MS = 100;

    private final SecurityProtocol protocol;
    private final Map<String, Object> configs;
    private final Time time;
    private final Optional<SslFactory> tls;
    private final KafkaPrincipalBuilder principals;
    private final ScramCredentials scram = new ScramCredentials();
    private final Map<String, AuthenticateCallbackHandler> callbacks = new LinkedHashMap<>();
    private final Map<String, Long> sessionsMaxMs = new LinkedHashMap<>();
    private final long failureDelayMs;

    /**
     * Prepare.
     *
     * @param config the broker's configuration
     * @param users names and passwords, for PLAIN
     * @param clock for the age of sessions
     * @throws io.kafkatrial.engine.TrialException if Kafka refuses the configuration
     */
    public Entrance(ListenerProtocol protocol, Map<String, String> config, Map<String, String> users, LoopClock clock) {
        this.protocol = SecurityProtocol.forName(protocol.name());
        this.time = new LoopTime(clock);
        this.failureDelayMs =
                Long.parseLong(config.getOrDefault("connection.failed.authentication.delay.ms", "" + FAILURE_DELAY_MS));
        try {
            this.configs = parsed(config);
            this.tls = protocol.hasTls() ? Optional.of(keys(configs)) : Optional.empty();
            this.principals =
                    ChannelBuilders.createPrincipalBuilder(configs, null, SslPrincipalMapper.fromRules((String)
                            configs.get(BrokerSecurityConfigs.SSL_PRINCIPAL_MAPPING_RULES_CONFIG)));
        } catch (RuntimeException refused) {
            throw SecurityComplaints.refused(refused);
        }
        if (protocol.hasSasl()) {
            SaslServers.register();
            for (String mechanism : mechanisms()) {
                callbacks.put(mechanism, Callbacks.of(SaslMechanism.parse(mechanism), users, scram.cache()));
                sessionsMaxMs.put(mechanism, sessionMaxMs(config, mechanism));
            }
        }
    }

    private static Map<String, Object> parsed(Map<String, String> config) {
        Map<String, Object> security = config.entrySet().stream()
                .filter(entry -> BrokerSecurityConfigs.CONFIG_DEF.names().contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new LinkedHashMap<>(new AbstractConfig(BrokerSecurityConfigs.CONFIG_DEF, security, false).values());
    }

    private static SslFactory keys(Map<String, Object> configs) {
        SslFactory factory = new SslFactory(ConnectionMode.SERVER);
        factory.configure(configs);
        return factory;
    }

    @SuppressWarnings("unchecked") // Kafka's own definition says it is a list
    private List<String> mechanisms() {
        return (List<String>) requireNonNull(configs.get(BrokerSecurityConfigs.SASL_ENABLED_MECHANISMS_CONFIG));
    }

    private Long sessionMaxMs(Map<String, String> config, String mechanism) {
        String ofListener = "listener.name." + protocol.name.toLowerCase(Locale.ROOT) + "."
                + mechanism.toLowerCase(Locale.ROOT) + "."
                + BrokerSecurityConfigs.CONNECTIONS_MAX_REAUTH_MS_CONFIG;
        String own = config.get(ofListener);
        return own != null
                ? Long.valueOf(own.trim())
                : (Long) requireNonNull(configs.get(BrokerSecurityConfigs.CONNECTIONS_MAX_REAUTH_MS_CONFIG));
    }

    /** Whether clients have to log in by SASL. */
    public boolean hasSasl() {
        return !callbacks.isEmpty();
    }

    /** Whether connections are encrypted. */
    public boolean hasTls() {
        return tls.isPresent();
    }

    /** The listener's protocol. */
    public SecurityProtocol protocol() {
        return protocol;
    }

    /** How long a client waits for the news that it did not get in. */
    public long failureDelayMs() {
        return failureDelayMs;
    }

    /** The longest frame a client may send before it has logged in. */
    public int strangerBytesMax() {
        Object size = configs.get(BrokerSecurityConfigs.SASL_SERVER_MAX_RECEIVE_SIZE_CONFIG);
        return size == null ? BrokerSecurityConfigs.DEFAULT_SASL_SERVER_MAX_RECEIVE_SIZE : (Integer) size;
    }

    /** A TLS engine for one more connection. */
    public SSLEngine newEngine() {
        return tls.orElseThrow().createSslEngine("client", 0);
    }

    /** Whom the certificate in this session is for; ANONYMOUS without one. */
    public KafkaPrincipal principal(SSLSession session, InetAddress client) {
        return principals.build(new SslAuthenticationContext(session, client, protocol.name));
    }

    /** Take over the SCRAM credentials of new metadata. */
    public void onMetadata(MetadataDelta delta) {
        scram.onMetadata(delta);
    }

    /**
     * The gate for one more connection.
     *
     * @param id names the connection
     * @param versions the answer to ApiVersions in a version of the request
     */
    public SaslGate newGate(
            String id,
            InetSocketAddress remote,
            InetSocketAddress local,
            Function<Short, ApiVersionsResponse> versions) {
        Map<String, Subject> subjects =
                callbacks.keySet().stream().collect(Collectors.toMap(it -> it, it -> new Subject()));
        return new SaslGate(
                wire -> new SaslServerAuthenticator(
                        configs,
                        callbacks,
                        id,
                        subjects,
                        null,
                        new ListenerName(protocol.name),
                        protocol,
                        wire,
                        sessionsMaxMs,
                        new NoRegistry(),
                        time,
                        versions),
                new Wire(remote, local),
                time::nanoseconds);
    }
}
