/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.wire;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.jspecify.annotations.Nullable;

/** Which topics the body of a request names. */
public final class NamedTopics {

    /**
     * A topic as a request names it: by name, or by id where the name is empty.
     *
     * @param id Kafka's text form of it
     */
    public record Topic(String name, String id) {

        /** Its name; empty if only its id is known, and nobody knows whose it is. */
        public Optional<String> nameBy(Function<String, Optional<String>> nameOfId) {
            return name.isEmpty() ? nameOfId.apply(id) : Optional.of(name);
        }

        boolean is(String other, Function<String, Optional<String>> nameOfId) {
            return nameBy(nameOfId).filter(other::equals).isPresent();
        }
    }

    private NamedTopics() {}

    /** The topics in this body; none if requests of this kind name none. */
    public static Stream<Topic> in(ApiMessage body) {
        if (body instanceof ProduceRequestData data) {
            return data.topicData().stream().map(topic -> topic(topic.name(), topic.topicId()));
        } else if (body instanceof FetchRequestData data) {
            return data.topics().stream().map(topic -> topic(topic.topic(), topic.topicId()));
        } else if (body instanceof ListOffsetsRequestData data) {
            return data.topics().stream().map(topic -> named(topic.name()));
        } else if (body instanceof MetadataRequestData data) {
            return each(data.topics()).map(topic -> topic(topic.name(), topic.topicId()));
        } else if (body instanceof ShareFetchRequestData data) {
            return data.topics().stream().map(topic -> topic("", topic.topicId()));
        } else if (body instanceof ShareAcknowledgeRequestData data) {
            return data.topics().stream().map(topic -> topic("", topic.topicId()));
        } else if (body instanceof OffsetForLeaderEpochRequestData data) {
            return data.topics().stream().map(topic -> named(topic.topic()));
        } else if (body instanceof AlterPartitionRequestData data) {
            return data.topics().stream().map(topic -> topic("", topic.topicId()));
        }
        return Stream.concat(offsets(body), Stream.concat(transactions(body), administration(body)));
    }

    private static Stream<Topic> offsets(ApiMessage body) {
        if (body instanceof OffsetCommitRequestData data) {
            return data.topics().stream().map(topic -> topic(topic.name(), topic.topicId()));
        } else if (body instanceof TxnOffsetCommitRequestData data) {
            return data.topics().stream().map(topic -> topic(topic.name(), topic.topicId()));
        } else if (body instanceof OffsetFetchRequestData data) {
            return Stream.concat(
                    each(data.topics()).map(topic -> named(topic.name())),
                    data.groups().stream()
                            .flatMap(group -> each(group.topics()).map(topic -> topic(topic.name(), topic.topicId()))));
        } else if (body instanceof OffsetDeleteRequestData data) {
            return data.topics().stream().map(topic -> named(topic.name()));
        }
        return Stream.of();
    }

    private static Stream<Topic> transactions(ApiMessage body) {
        if (body instanceof AddPartitionsToTxnRequestData data) {
            return Stream.concat(
                    data.v3AndBelowTopics().stream().map(topic -> named(topic.name())),
                    data.transactions().stream().flatMap(transaction -> transaction.topics().stream()
                            .map(topic -> named(topic.name()))));
        } else if (body instanceof WriteTxnMarkersRequestData data) {
            return data.markers().stream()
                    .flatMap(marker -> marker.topics().stream().map(topic -> named(topic.name())));
        }
        return Stream.of();
    }

    private static Stream<Topic> administration(ApiMessage body) {
        if (body instanceof CreateTopicsRequestData data) {
            return data.topics().stream().map(topic -> named(topic.name()));
        } else if (body instanceof DeleteTopicsRequestData data) {
            return Stream.concat(
                    data.topics().stream().map(topic -> topic(topic.name(), topic.topicId())),
                    data.topicNames().stream().map(NamedTopics::named));
        } else if (body instanceof CreatePartitionsRequestData data) {
            return data.topics().stream().map(topic -> named(topic.name()));
        } else if (body instanceof DeleteRecordsRequestData data) {
            return data.topics().stream().map(topic -> named(topic.name()));
        }
        return Stream.of();
    }

    /** The body of a request whose topics can be told; null for all others. */
    static @Nullable ApiMessage read(ApiKeys key, ByteBufferAccessor in, short version) {
        return switch (key) {
            case PRODUCE -> new ProduceRequestData(in, version);
            case FETCH -> new FetchRequestData(in, version);
            case SHARE_FETCH -> new ShareFetchRequestData(in, version);
            case SHARE_ACKNOWLEDGE -> new ShareAcknowledgeRequestData(in, version);
            case LIST_OFFSETS -> new ListOffsetsRequestData(in, version);
            case METADATA -> new MetadataRequestData(in, version);
            case OFFSET_COMMIT -> new OffsetCommitRequestData(in, version);
            case TXN_OFFSET_COMMIT -> new TxnOffsetCommitRequestData(in, version);
            case OFFSET_FETCH -> new OffsetFetchRequestData(in, version);
            case OFFSET_DELETE -> new OffsetDeleteRequestData(in, version);
            case OFFSET_FOR_LEADER_EPOCH -> new OffsetForLeaderEpochRequestData(in, version);
            case ADD_PARTITIONS_TO_TXN -> new AddPartitionsToTxnRequestData(in, version);
            case WRITE_TXN_MARKERS -> new WriteTxnMarkersRequestData(in, version);
            case ALTER_PARTITION -> new AlterPartitionRequestData(in, version);
            case CREATE_TOPICS -> new CreateTopicsRequestData(in, version);
            case DELETE_TOPICS -> new DeleteTopicsRequestData(in, version);
            case CREATE_PARTITIONS -> new CreatePartitionsRequestData(in, version);
            case DELETE_RECORDS -> new DeleteRecordsRequestData(in, version);
            default -> null;
        };
    }

    private static <T> Stream<T> each(@Nullable Collection<T> all) {
        return all == null ? Stream.of() : all.stream();
    }

    private static Topic named(String name) {
        return new Topic(name, "");
    }

    static Topic topic(@Nullable String name, Uuid id) {
        return new Topic(name == null ? "" : name, id.toString());
    }
}
