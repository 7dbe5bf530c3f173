/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.embedded.access.Rules;
import io.kafkatrial.engine.embedded.api.BrokerConfig;
import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Controllers;
import io.kafkatrial.engine.embedded.api.Peers;
import io.kafkatrial.engine.embedded.api.ProducerIds;
import io.kafkatrial.engine.embedded.api.RequestRouter;
import io.kafkatrial.engine.embedded.api.TransactionVerifier;
import io.kafkatrial.engine.embedded.group.GroupPorts;
import io.kafkatrial.engine.embedded.group.GroupSettings;
import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.quorum.BrokerIdentity;
import io.kafkatrial.engine.embedded.quorum.BrokerLink;
import io.kafkatrial.engine.embedded.quorum.BrokerSession;
import io.kafkatrial.engine.embedded.quorum.ConfigView;
import io.kafkatrial.engine.embedded.quorum.ControllerClient;
import io.kafkatrial.engine.embedded.quorum.MetadataFeed;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Replication;
import io.kafkatrial.engine.embedded.replication.ReplicationSettings;
import io.kafkatrial.engine.embedded.security.Entrance;
import io.kafkatrial.engine.embedded.txn.Transactions;
import io.kafkatrial.engine.embedded.txn.TxnCluster;
import io.kafkatrial.engine.embedded.txn.TxnInput;
import io.kafkatrial.engine.embedded.txn.TxnSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;

/**
 * What one incarnation of a broker thinks with: its metadata and session, its replicas, its groups, and
 * the router in front of them. Confined to the broker's loop.
 */
final class Brain {

    private final NodeParts parts;
    private final ControllerClient controller;
    private final MetadataFeed feed;
    private final BrokerSession session;
    private final ConfigView configs;
    private final MetadataTranslator translator;
    private final DirectoryAssignments directories;
    private final ReplicationDriver replicas;
    private final Shares shares;
    private final Groups groups;
    private final TxnDriver transactions;
    private final Peers peers;
    private final ProducerIds producerIds;
    private final RequestRouter router;
    private final Optional<Entrance> entrance;
    private final Optional<Rules> rules;
    private long knownBrokerEpoch = -1;

    Brain(NodeParts parts, Surroundings surroundings) {
        this.parts = parts;
        BrokerLink link =
                new BrokerLink(parts.id(), parts.loop(), parts.fabric().transport());
        controller = new ControllerClient(parts.quorum(), link);
        feed = new MetadataFeed(parts.quorum(), link, this::onMetadata);
        session = new BrokerSession(identity(parts), controller, feed);
        configs = new ConfigView(parts.id(), parts.config().values());
        directories = new DirectoryAssignments(parts, controller, session);
        translator = new MetadataTranslator(configs);
        Replication replication = new Replication(
                ReplicationSettings.fromBrokerConfig(parts.id(), parts.config().values()), parts.disk());
        BrokerEffects effects = new BrokerEffects(parts, controller, session, surroundings.events(), () -> surroundings
                .supervisor()
                .accept(parts.id(), replicas()));
        replicas = new ReplicationDriver(parts, replication, surroundings.neighbours(), effects);
        shares = new Shares(parts, replicas, surroundings.others(), feed.cache());
        groups = new Groups(
                new GroupSettings(parts.id(), parts.config().values()), parts.loop(), groupPorts(surroundings));
        peers = new BrokerPeers(parts.id(), parts.fabric().transport(), surroundings.others());
        producerIds = new ProducerIds(view(), Controllers.of(controller));
        transactions = coordinator(surroundings.events());
        shares.attach(groups);
        effects.attach(groups, shares, transactions, verifier());
        entrance = entrance(parts);
        rules = parts.config().hasAuthorizer()
                ? Optional.of(new Rules(parts.config().values()))
                : Optional.empty();
        router = Routes.of(this);
    }

    private TransactionVerifier verifier() {
        TxnCluster cluster = new TxnMetadata(feed.cache(), parts.config().transactionLogPartitions());
        return new TransactionVerifier(
                peers,
                id -> cluster.leaderOf(new TopicPartition(
                                Topic.TRANSACTION_STATE_TOPIC_NAME,
                                transactions.queries().partitionFor(id)))
                        .orElse(OptionalInt.empty()),
                parts.config().requestTimeoutMs());
    }

    private static Optional<Entrance> entrance(NodeParts parts) {
        ClusterSecurity security = parts.fabric().security().orElse(null);
        if (security == null || security.spec().protocol() == ListenerProtocol.PLAINTEXT) {
            return Optional.empty();
        }
        return Optional.of(new Entrance(
                security.spec().protocol(),
                parts.config().values(),
                security.users(),
                parts.loop().clock()));
    }

    private TxnDriver coordinator(ClusterListener events) {
        BrokerConfig config = parts.config();
        return new TxnDriver(
                parts.loop(),
                new Transactions(
                        TxnSettings.of(config.values()),
                        new TxnMetadata(feed.cache(), config.transactionLogPartitions())),
                new TxnLog(parts.loop(), replicas, config.requestTimeoutMs()),
                new TxnDriver.Outside(
                        peers,
                        producerIds::next,
                        changed -> events.on(new ClusterEvent.TransactionChanged(
                                now(),
                                changed.transactionalId(),
                                changed.producerId(),
                                changed.epoch(),
                                changed.state()))));
    }

    /** What handlers know of this broker. */
    BrokerView view() {
        return new BrokerView(
                parts.id(), parts.quorum().settings().clusterId(), parts.config(), feed.cache(), session::brokerEpoch);
    }

    private GroupPorts groupPorts(Surroundings surroundings) {
        return new GroupPorts(
                new InternalLog(replicas, Topic.GROUP_METADATA_TOPIC_NAME),
                (group, partition, offset) ->
                        surroundings.events().on(new ClusterEvent.OffsetCommitted(now(), group, partition, offset)),
                (group, state, generation) ->
                        surroundings.events().on(new ClusterEvent.GroupChanged(now(), group, state, generation)),
                shares.persister(),
                new LogEnds(parts, surroundings.others(), feed.cache()));
    }

    private static BrokerIdentity identity(NodeParts parts) {
        return new BrokerIdentity(
                parts.id(),
                parts.quorum().nextUuid(),
                parts.fabric()
                        .security()
                        .map(security -> security.spec().protocol().name())
                        .orElse(BrokerIdentity.PLAINTEXT),
                parts.fabric()
                        .security()
                        .map(security -> security.spec().place().advertisedHost())
                        .orElse("127.0.0.1"),
                parts.port(),
                Optional.ofNullable(parts.config().values().get("broker.rack")),
                parts.disk().directoryId(),
                parts.previousEpoch());
    }

    void start() {
        session.start(); // first: it says from where on the metadata counts
        feed.start();
        session.unfenced().thenRun(() -> replicas.feed(new Input.MetadataComplete()));
    }

    private void onMetadata(MetadataDelta delta, MetadataImage image, long offset) {
        if (session.brokerEpoch() != knownBrokerEpoch) {
            knownBrokerEpoch = session.brokerEpoch();
            replicas.feed(new Input.Registered(knownBrokerEpoch));
        }
        if (delta.configsDelta() != null) {
            replicas.replication().reconfigure(configs.broker(image));
        }
        replicas.feed(translator.translate(delta, image));
        if (entrance.isPresent()) {
            entrance.get().onMetadata(delta);
        }
        if (rules.isPresent()) {
            rules.get().onMetadata(delta);
        }
        groups.onMetadata(delta, image);
        transactions.feed(new TxnInput.MetadataChanged());
        shares.onMetadata(delta, image);
        directories.onMetadata(delta, image);
    }

    /** Leave in good order; takes nothing afterwards. */
    void stop() {
        groups.shutdown();
        shares.shutdown();
        session.close();
        feed.close();
        replicas.replication().shutDown();
    }

    private Instant now() {
        return Instant.ofEpochMilli(parts.fabric().clock().wallMs());
    }

    NodeParts parts() {
        return parts;
    }

    ControllerClient controller() {
        return controller;
    }

    MetadataFeed feed() {
        return feed;
    }

    BrokerSession session() {
        return session;
    }

    ConfigView configs() {
        return configs;
    }

    ReplicationDriver replicas() {
        return replicas;
    }

    Shares shares() {
        return shares;
    }

    Groups groups() {
        return groups;
    }

    TxnDriver transactions() {
        return transactions;
    }

    ProducerIds producerIds() {
        return producerIds;
    }

    /** The way to other brokers' routers. */
    Peers peers() {
        return peers;
    }

    Optional<Entrance> entrance() {
        return entrance;
    }

    Optional<Rules> rules() {
        return rules;
    }

    RequestRouter router() {
        return router;
    }
}
