/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.LoopClock;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.ConfigRecord;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpoint;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Broker 1 of three, with its handlers over a small metadata image; controllers and logs are stubs. Use
 * from one thread.
 */
final class ApiFixture {

    static final Uuid ORDERS = new Uuid(1, 1);
    static final ClientAddress CLIENT = new ClientAddress("c-1", InetAddress.getLoopbackAddress(), 50_000, "PLAINTEXT");

    final KRaftMetadataCache metadata = new KRaftMetadataCache(1, () -> KRaftVersion.KRAFT_VERSION_0);
    final StubControllers controllers = new StubControllers();
    final StubDataPlane data = new StubDataPlane();
    final StubTransactions transactions = new StubTransactions();
    final Handlers handlers;
    final BrokerApis apis;
    long nowMs;
    private final RequestRouter router;

    ApiFixture(Map<String, String> brokerConfig) {
        ClusterSpec spec = new ClusterSpec(3, 1, List.of(), brokerConfig, Map.of(), OptionalInt.empty(), 1);
        apply(
                new FeatureLevelRecord()
                        .setName(MetadataVersion.FEATURE_NAME)
                        .setFeatureLevel(MetadataVersion.latestProduction().featureLevel()),
                broker(1, false),
                broker(2, false),
                broker(3, true));
        topic("orders", ORDERS, 2);
        BrokerConfig config = BrokerConfig.of(spec, 1);
        BrokerView view = new BrokerView(1, "cluster-a", config, metadata, () -> 7L);
        handlers = new Handlers(config, Guards.NONE);
        apis = new BrokerApis(view, controllers, data, () -> nowMs);
        apis.register(handlers);
        handlers.on(
                ApiKeys.INIT_PRODUCER_ID,
                InitProducerIdRequest.class,
                new InitProducerIdHandler(new ProducerIds(view, controllers), transactions));
        router = new RequestRouter(handlers, new InlineLoop());
    }

    ApiFixture() {
        this(Map.of());
    }

    /** A topic led by broker 1 on even partitions and by broker 2 on odd ones. */
    void topic(String name, Uuid id, int partitions) {
        List<ApiMessage> records = new ArrayList<>();
        records.add(new TopicRecord().setName(name).setTopicId(id));
        for (int partition = 0; partition < partitions; partition++) {
            records.add(new PartitionRecord()
                    .setTopicId(id)
                    .setPartitionId(partition)
                    .setReplicas(List.of(1, 2, 3))
                    .setIsr(List.of(1, 2))
                    .setLeader(partition % 2 == 0 ? 1 : 2)
                    .setLeaderEpoch(4)
                    .setPartitionEpoch(9)
                    .setDirectories(List.of(new Uuid(9, 1), new Uuid(9, 2), new Uuid(9, 3))));
        }
        apply(records.toArray(new ApiMessage[0]));
    }

    void config(byte type, String resource, String key, String value) {
        apply(new ConfigRecord()
                .setResourceType(type)
                .setResourceName(resource)
                .setName(key)
                .setValue(value));
    }

    void apply(ApiMessage... records) {
        MetadataImage before = metadata.currentImage();
        MetadataDelta delta = new MetadataDelta.Builder().setImage(before).build();
        for (ApiMessage record : records) {
            delta.replay(record);
        }
        metadata.setImage(delta.apply(new MetadataProvenance(before.offset() + 1, 1, 1, true)));
    }

    private static RegisterBrokerRecord broker(int id, boolean fenced) {
        RegisterBrokerRecord record = new RegisterBrokerRecord()
                .setBrokerId(id)
                .setIncarnationId(new Uuid(8, id))
                .setBrokerEpoch(id)
                .setRack(null)
                .setFenced(fenced)
                .setLogDirs(List.of(new Uuid(9, id)));
        record.endPoints()
                .add(new BrokerEndpoint()
                        .setName("PLAINTEXT")
                        .setHost("localhost")
                        .setPort(9000 + id)
                        .setSecurityProtocol((short) 0));
        return record;
    }

    /** The end of one request sent through the router. */
    Outcome send(ByteBuffer frame) {
        return send(router, frame);
    }

    static Outcome send(RequestRouter router, ByteBuffer frame) {
        Outcome outcome = new Outcome();
        router.handle(frame, CLIENT, outcome);
        return outcome;
    }

    /** Ask and parse the response. */
    <R extends AbstractResponse> R ask(AbstractRequest request, Class<R> type) {
        RequestHeader header = header(request.apiKey(), request.version());
        ByteBuffer frame =
                RequestUtils.serialize(header.data(), header.headerVersion(), request.data(), request.version());
        return type.cast(send(frame).response(header));
    }

    static RequestHeader header(ApiKeys key, short version) {
        return new RequestHeader(key, version, "client-1", 42);
    }

    static ByteBuffer frame(ApiKeys key, short version, ApiMessage body) {
        RequestHeader header = header(key, version);
        return RequestUtils.serialize(header.data(), header.headerVersion(), body, version);
    }

    /** Records the one end of a request. */
    static final class Outcome implements Reply {

        private final List<String> ends = new ArrayList<>();
        private ByteBuffer[] frame = {};

        @Override
        public void send(ByteBuffer... frame) {
            ends.add("sent");
            this.frame = frame;
        }

        @Override
        public void nothing() {
            ends.add("nothing");
        }

        @Override
        public void close(String reason) {
            ends.add("closed");
        }

        List<String> ends() {
            return ends;
        }

        List<ByteBuffer> pieces() {
            return List.of(frame);
        }

        ByteBuffer bytes() {
            ByteBuffer whole = ByteBuffer.allocate(
                    Arrays.stream(frame).mapToInt(ByteBuffer::remaining).sum());
            for (ByteBuffer piece : frame) {
                whole.put(piece.duplicate());
            }
            return whole.flip();
        }

        AbstractResponse response(RequestHeader header) {
            if (!ends.equals(List.of("sent"))) {
                throw new AssertionError("no response but " + ends);
            }
            return AbstractResponse.parseResponse(bytes(), header);
        }
    }

    /** Runs everything at once on the caller's thread. */
    static final class InlineLoop implements Loop {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable schedule(long delayMs, Runnable task) {
            throw new UnsupportedOperationException("no timers here");
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public LoopClock clock() {
            throw new UnsupportedOperationException("no clock here");
        }
    }
}
