/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.embedded.link.WireTransport;
import io.kafkatrial.engine.embedded.loop.StallProofClock;
import io.kafkatrial.engine.embedded.loop.SystemClock;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.wire.WireTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.metadata.PartitionRegistration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A control plane and brokers that do nothing but take part in it, over the real transport. */
final class QuorumFixture implements AutoCloseable {

    static final Map<String, String> PATIENT =
            Map.of("broker.session.timeout.ms", "60000", "broker.heartbeat.interval.ms", "50");

    final Links links = new Links(7);
    final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private final SystemClock system = new SystemClock();
    final StallProofClock clock = new StallProofClock(system);
    final ThreadLoop wire = ThreadLoop.start("kafka-trial-wire", system);
    final WireTransport transport = new WireTransport(links, new WireTable(id -> Optional.empty()), wire);
    final Quorum quorum;
    final Map<Integer, Broker> brokers = new HashMap<>();
    private final Map<Integer, Uuid> disks = new HashMap<>();

    QuorumFixture(int controllers, Map<String, String> brokerConfig) {
        QuorumSettings settings = QuorumSettings.of(
                new ClusterSpec(3, controllers, List.of(), brokerConfig, Map.of(), OptionalInt.empty(), 42));
        quorum = Quorum.start(settings, new QuorumWires(transport, wire, clock), events::add);
        tick();
    }

    static QuorumFixture ofThreeBrokers(Map<String, String> brokerConfig) {
        QuorumFixture fixture = new QuorumFixture(1, brokerConfig);
        fixture.startBrokers();
        return fixture;
    }

    void startBrokers() {
        try {
            for (int id = 1; id <= 3; id++) {
                start(id);
            }
            brokers.values().forEach(Broker::awaitUnfenced);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void tick() {
        clock.tick();
        wire.schedule(5, this::tick);
    }

    /** Let this side and the rest of the cluster not hear of each other. */
    void isolate(Endpoint... side) {
        List<Endpoint> here = List.of(side);
        for (Endpoint one : here) {
            everyNode().filter(other -> !here.contains(other)).forEach(other -> {
                links.cut(one, other);
                links.cut(other, one);
            });
        }
    }

    private Stream<Endpoint> everyNode() {
        return Stream.concat(
                quorum.controllers().stream().map(Endpoint::controller),
                brokers.keySet().stream().map(Endpoint::broker));
    }

    int active() {
        return quorum.activeController().orElseThrow();
    }

    /** Wait until another controller leads than the one that did. */
    int awaitSuccessorOf(int former) {
        await().until(() -> quorum.activeController().isPresent() && active() != former);
        return active();
    }

    /** Start an incarnation that knows of no clean shutdown. */
    Broker start(int id) {
        Broker broker = new Broker(id, -1);
        brokers.put(id, broker);
        return broker;
    }

    Errors createTopic(String name, int partitions, int replicas) {
        return Errors.forCode(brokers.get(1)
                .ask(client -> client.createTopics(topics(new CreatableTopic()
                        .setName(name)
                        .setNumPartitions(partitions)
                        .setReplicationFactor((short) replicas))))
                .topics()
                .find(name)
                .errorCode());
    }

    static CreateTopicsRequestData topics(CreatableTopic... topics) {
        CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(30_000);
        request.topics().addAll(List.of(topics));
        return request;
    }

    static Errors error(CreatableTopicResult result) {
        return Errors.forCode(result.errorCode());
    }

    PartitionRegistration registration(String topic, int partition) {
        return quorum.image().topics().getTopic(topic).partitions().get(partition);
    }

    int leader(String topic, int partition) {
        return quorum.partition(new PartitionId(topic, partition))
                .orElseThrow()
                .leader()
                .orElse(-1);
    }

    /** Fence a broker as if its session had ended: its last beat asks for it. */
    void fence(int broker) {
        long epoch = brokers.get(broker).session.brokerEpoch();
        brokers.get(broker).crash();
        Broker other =
                brokers.values().stream().filter(each -> each.alive).findAny().orElseThrow();
        other.ask(client -> client.heartbeat(
                new BrokerHeartbeatRequestData()
                        .setBrokerId(broker)
                        .setBrokerEpoch(epoch)
                        .setWantFence(true),
                30_000));
    }

    /** What a new incarnation of this broker would register as. */
    BrokerRegistrationRequestData registrationOf(int broker) {
        BrokerRegistrationRequestData request = new BrokerRegistrationRequestData()
                .setBrokerId(broker)
                .setClusterId(quorum.settings().clusterId())
                .setIncarnationId(quorum.nextUuid())
                .setLogDirs(List.of(quorum.nextUuid()));
        request.listeners()
                .add(new BrokerRegistrationRequestData.Listener()
                        .setName("PLAINTEXT")
                        .setHost("127.0.0.1")
                        .setPort(9000 + broker));
        return request;
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(2));
    }

    @Override
    public void close() {
        brokers.values().forEach(Broker::crash);
        quorum.close();
        wire.kill();
        assertThat(quorum.fatalError()).isEmpty();
    }

    /** One incarnation of a broker. */
    final class Broker {
        final int id;
        final ThreadLoop loop;
        final ControllerClient client;
        final MetadataFeed feed;
        final BrokerSession session;
        boolean alive = true;
        volatile MetadataImage seen = MetadataImage.EMPTY;

        Broker(int id, long previousEpoch) {
            this.id = id;
            this.loop = ThreadLoop.start("kafka-trial-broker-" + id, clock);
            transport.join(Endpoint.broker(id), loop);
            BrokerLink link = new BrokerLink(id, loop, transport);
            this.client = new ControllerClient(quorum, link);
            this.feed = new MetadataFeed(quorum, link, (delta, image, offset) -> seen = image);
            Uuid disk = disks.computeIfAbsent(id, each -> quorum.nextUuid());
            this.session = new BrokerSession(
                    new BrokerIdentity(
                            id,
                            quorum.nextUuid(),
                            BrokerIdentity.PLAINTEXT,
                            "127.0.0.1",
                            9000 + id,
                            Optional.empty(),
                            disk,
                            previousEpoch),
                    client,
                    feed);
            loop.execute(session::start);
            loop.execute(feed::start);
        }

        void awaitUnfenced() {
            session.unfenced().toCompletableFuture().orTimeout(60, SECONDS).join();
        }

        /** Ask on the broker's loop and wait for the answer. */
        <R> R ask(Function<ControllerClient, CompletableFuture<R>> question) {
            CompletableFuture<R> answer = new CompletableFuture<>();
            loop.execute(() -> question.apply(client).whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            }));
            return answer.orTimeout(60, SECONDS).join();
        }

        void awaitSees(String topic) {
            await().until(() -> seen.topics().getTopic(topic) != null);
        }

        void awaitShutdown() {
            CompletableFuture<Void> released = new CompletableFuture<>();
            loop.execute(() -> session.controlledShutdown().thenRun(() -> released.complete(null)));
            released.orTimeout(60, SECONDS).join();
        }

        void crash() {
            alive = false;
            transport.leave(Endpoint.broker(id));
            loop.kill();
        }
    }
}
