/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.embedded.group.GroupPorts;
import io.kafkatrial.engine.embedded.group.GroupSettings;
import io.kafkatrial.engine.embedded.group.Groups;
import io.kafkatrial.engine.embedded.group.ManualLoop;
import io.kafkatrial.engine.embedded.group.MemoryLog;
import io.kafkatrial.engine.embedded.group.NoLogEnds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpoint;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpointCollection;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.apache.kafka.server.share.persister.NoOpStatePersister;

/** Broker 1 with nothing but its group handlers: frames in, frames out, on a manual loop. */
final class GroupBroker {

    static final String ORDERS = "orders";
    static final Uuid ORDERS_ID = new Uuid(7, 7);
    static final String OFFSETS = "__consumer_offsets";

    final ManualLoop loop = new ManualLoop();
    final List<String> commits = new ArrayList<>();
    final List<String> created = new ArrayList<>();
    final StubControllers controllers = new StubControllers();
    final Groups groups;
    private final KRaftMetadataCache metadata = new KRaftMetadataCache(1, () -> KRaftVersion.KRAFT_VERSION_1);
    private final RequestRouter router;

    GroupBroker() {
        MemoryLog.View log = new MemoryLog().view();
        groups = new Groups(
                new GroupSettings(1, Map.of()),
                loop,
                new GroupPorts(
                        log,
                        (group, partition, offset) -> commits.add(group + " " + partition + "@" + offset),
                        (group, state, generation) -> {},
                        new NoOpStatePersister(),
                        new NoLogEnds()));
        log.tell(groups);
        Handlers handlers = new Handlers();
        GroupHandlers.register(
                handlers,
                groups,
                new StubTransactions().queries()::partitionFor,
                metadata,
                new GroupHandlers.NewTopics(created::add, new StreamsTopics(controllers, 1000, loop::millis)));
        router = new RequestRouter(handlers, loop);
        change(delta -> {
            delta.replay(new FeatureLevelRecord().setName("metadata.version").setFeatureLevel((short) 25));
            delta.replay(new FeatureLevelRecord().setName("group.version").setFeatureLevel((short) 1));
            delta.replay(new FeatureLevelRecord().setName("streams.version").setFeatureLevel((short) 1));
            delta.replay(registration());
        });
    }

    /** Create a topic of two partitions, led by broker {@code leader}. */
    GroupBroker topic(String name, Uuid id, int leader) {
        change(delta -> {
            delta.replay(new TopicRecord().setName(name).setTopicId(id));
            for (int i = 0; i < 2; i++) {
                delta.replay(new PartitionRecord()
                        .setTopicId(id)
                        .setPartitionId(i)
                        .setReplicas(List.of(1))
                        .setIsr(List.of(1))
                        .setLeader(leader)
                        .setLeaderEpoch(0)
                        .setPartitionEpoch(0));
            }
        });
        return this;
    }

    /** A broker that coordinates all groups, with the topic {@link #ORDERS}. */
    GroupBroker coordinating() {
        topic(ORDERS, ORDERS_ID, 1).topic(OFFSETS, new Uuid(1, 1), 1);
        groups.onLeader(0, 0);
        groups.onLeader(1, 0);
        loop.runAll();
        return this;
    }

    void change(Consumer<MetadataDelta> change) {
        MetadataImage before = metadata.currentImage();
        MetadataDelta delta = new MetadataDelta.Builder().setImage(before).build();
        change.accept(delta);
        MetadataImage after = delta.apply(new MetadataProvenance(before.offset() + 1, 1, 1, true));
        metadata.setImage(after);
        groups.onMetadata(delta, after);
    }

    private static RegisterBrokerRecord registration() {
        BrokerEndpointCollection endpoints = new BrokerEndpointCollection();
        endpoints.add(new BrokerEndpoint()
                .setName("PLAINTEXT")
                .setHost("localhost")
                .setPort(9092)
                .setSecurityProtocol((short) 0));
        return new RegisterBrokerRecord()
                .setBrokerId(1)
                .setIncarnationId(new Uuid(3, 3))
                .setBrokerEpoch(5)
                .setFenced(false)
                .setEndPoints(endpoints);
    }

    /** Send a request over the wire and read the response from it. */
    <D extends ApiMessage> D ask(AbstractRequest request, Class<D> type) {
        RequestHeader header = new RequestHeader(
                new RequestHeaderData()
                        .setRequestApiKey(request.apiKey().id)
                        .setRequestApiVersion(request.version())
                        .setClientId("client")
                        .setCorrelationId(9),
                request.apiKey().requestHeaderVersion(request.version()));
        List<ByteBuffer> answers = new ArrayList<>();
        router.handle(request.serializeWithHeader(header), client(), new Reply() {
            @Override
            public void send(ByteBuffer... frame) {
                answers.add(joined(frame));
            }

            @Override
            public void nothing() {
                throw new AssertionError("no answer");
            }

            @Override
            public void close(String reason) {
                throw new AssertionError("closed: " + reason);
            }
        });
        loop.runAll();
        assertThat(answers).as("answers to %s", header).hasSize(1);
        return type.cast(AbstractResponse.parseResponse(answers.get(0), header).data());
    }

    private static ByteBuffer joined(ByteBuffer[] pieces) {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        for (ByteBuffer piece : pieces) {
            all.put(piece);
        }
        all.flip();
        return ByteBuffer.wrap(Utils.toArray(all));
    }

    private static ClientAddress client() {
        try {
            // As a socket gives it: an address without a name.
            return new ClientAddress("c-1", InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 40_000, "PLAINTEXT");
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
