/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.Loop.Cancellable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.DuplicateBrokerRegistrationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleBrokerEpochException;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.controller.QuorumFeatures;
import org.apache.kafka.metadata.BrokerHeartbeatReply;
import org.apache.kafka.metadata.BrokerRegistrationReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker incarnation's membership in the cluster: registration, catching up, heartbeats, controlled
 * shutdown (KIP-631), in the steps of Apache Kafka's {@code BrokerLifecycleManager}.
 *
 * <p>Differs from it where tests would wait: beats at fixed times though an answer is still out, so that
 * a slow link alone does not end the short session; beats at once when the metadata has caught up;
 * registers again, with the same incarnation, when the controller no longer knows its epoch.
 *
 * <p>Confined to the broker's loop; {@link #brokerEpoch()} may be read from any thread.
 */
public final class BrokerSession implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerSession.class);
    private static final long REGISTRATION_RETRY_MS = 25;
    private static final long SHUTDOWN_BEAT_MS = 20;
    private static final long ANSWER_TIMEOUT_MS = 5_000;

    private enum State {
        REGISTERING,
        CATCHING_UP,
        RUNNING,
        SHUTTING_DOWN,
        CLOSED
    }

    private final BrokerIdentity identity;
    private final ControllerClient client;
    private final MetadataFeed feed;
    private final Loop loop;
    private final QuorumSettings settings;
    private final CompletableFuture<Void> unfenced = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private State state = State.REGISTERING;
    private @Nullable Cancellable next;
    private volatile long brokerEpoch = -1;

    /**
     * Prepare a session.
     *
     * @param identity what the broker registers as
     * @param client the broker's way to the controllers
     * @param feed the broker's metadata; has to be started for the broker to be unfenced
     */
    public BrokerSession(BrokerIdentity identity, ControllerClient client, MetadataFeed feed) {
        this.identity = requireNonNull(identity, "identity");
        this.client = requireNonNull(client, "client");
        this.feed = requireNonNull(feed, "feed");
        this.loop = client.way().link().loop();
        this.settings = client.way().quorum().settings();
        feed.onAdvance(this::beatWhenCaughtUp);
        feed.onLeader(client.way().controllers()::learn);
    }

    /**
     * Register, then beat. Retries until it succeeds: a crashed broker is refused until its former session
     * has expired ({@code DUPLICATE_BROKER_REGISTRATION}).
     */
    public void start() {
        feed.tellFrom(Long.MAX_VALUE);
        register();
    }

    /** The epoch the controller gave this incarnation, -1 before registration. */
    public long brokerEpoch() {
        return brokerEpoch;
    }

    /**
     * Done when the controller has unfenced this broker for the first time; completes on the loop. Fails
     * when the controller refuses the registration for good.
     */
    public CompletionStage<Void> unfenced() {
        return unfenced;
    }

    /**
     * Ask the controller to move leadership away; done on the loop when the controller lets the broker go.
     * Keep serving until then. A broker that was never unfenced may go at once.
     */
    public CompletionStage<Void> controlledShutdown() {
        if (state == State.RUNNING) {
            state = State.SHUTTING_DOWN;
            beat();
        } else if (state != State.SHUTTING_DOWN) {
            close();
            released.complete(null);
        }
        return released;
    }

    /** Beat no more. */
    @Override
    public void close() {
        state = State.CLOSED;
        if (next != null) {
            next.cancel();
        }
    }

    private void after(long delayMs, Runnable task) {
        if (next != null) {
            next.cancel();
        }
        next = loop.schedule(delayMs, task);
    }

    private void register() {
        client.register(registration(), ANSWER_TIMEOUT_MS).whenComplete(this::registered);
    }

    private BrokerRegistrationRequestData registration() {
        BrokerRegistrationRequestData.ListenerCollection listeners =
                new BrokerRegistrationRequestData.ListenerCollection();
        listeners.add(new BrokerRegistrationRequestData.Listener()
                .setName(identity.protocol())
                .setSecurityProtocol(SecurityProtocol.forName(identity.protocol()).id)
                .setHost(identity.host())
                .setPort(identity.port()));
        BrokerRegistrationRequestData.FeatureCollection features =
                new BrokerRegistrationRequestData.FeatureCollection();
        QuorumFeatures.defaultSupportedFeatureMap(false)
                .forEach((name, range) -> features.add(new BrokerRegistrationRequestData.Feature()
                        .setName(name)
                        .setMinSupportedVersion(range.min())
                        .setMaxSupportedVersion(range.max())));
        return new BrokerRegistrationRequestData()
                .setBrokerId(identity.id())
                .setClusterId(settings.clusterId())
                .setIncarnationId(identity.incarnation())
                .setListeners(listeners)
                .setFeatures(features)
                .setRack(identity.rack().orElse(null))
                .setLogDirs(List.of(identity.logDir()))
                .setPreviousBrokerEpoch(identity.previousEpoch());
    }

    private void registered(@Nullable BrokerRegistrationReply reply, @Nullable Throwable failure) {
        if (state == State.CLOSED) {
            return;
        }
        if (reply != null) {
            brokerEpoch = reply.epoch();
            state = State.CATCHING_UP;
            feed.tellFrom(brokerEpoch);
            beat();
            return;
        }
        if (failure instanceof ApiException
                && !(failure instanceof RetriableException)
                && !(failure instanceof DuplicateBrokerRegistrationException)) {
            LOGGER.warn("The controller refuses to register broker {}.", identity.id(), failure);
            unfenced.completeExceptionally(failure);
        }
        after(REGISTRATION_RETRY_MS, this::register);
    }

    /** Between registration and unfencing, each advance of the metadata may be the one waited for. */
    private void beatWhenCaughtUp() {
        if (state == State.CATCHING_UP && feed.offset() >= brokerEpoch) {
            beat();
        }
    }

    private void beat() {
        long epoch = brokerEpoch;
        client.heartbeat(
                        new BrokerHeartbeatRequestData()
                                .setBrokerId(identity.id())
                                .setBrokerEpoch(epoch)
                                .setCurrentMetadataOffset(feed.offset())
                                .setWantFence(false)
                                .setWantShutDown(state == State.SHUTTING_DOWN),
                        ANSWER_TIMEOUT_MS)
                .whenComplete((reply, failure) -> answered(epoch, reply, failure));
        after(
                state == State.SHUTTING_DOWN
                        ? Math.min(SHUTDOWN_BEAT_MS, settings.heartbeatIntervalMs())
                        : settings.heartbeatIntervalMs(),
                this::beat);
    }

    private void answered(long epoch, @Nullable BrokerHeartbeatReply reply, @Nullable Throwable failure) {
        if (state == State.CLOSED || epoch != brokerEpoch) {
            return;
        }
        if (failure instanceof StaleBrokerEpochException || failure instanceof BrokerIdNotRegisteredException) {
            if (state != State.REGISTERING) {
                state = State.REGISTERING;
                after(REGISTRATION_RETRY_MS, this::register);
            }
            return;
        }
        if (reply == null) {
            return; // the next beat is due anyway
        }
        if (state == State.CATCHING_UP && !reply.isFenced()) {
            state = State.RUNNING;
            unfenced.complete(null);
        } else if (state == State.SHUTTING_DOWN && reply.shouldShutDown()) {
            close();
            released.complete(null);
        }
    }
}
