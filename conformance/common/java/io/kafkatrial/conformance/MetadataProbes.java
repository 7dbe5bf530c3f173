/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;

/** Metadata and DescribeTopicPartitions. */
final class MetadataProbes {
    private MetadataProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("metadata: unknown topic, not to be created", MetadataProbes::unknown),
                new Probe("metadata: unknown topic, to be created", MetadataProbes::autoCreate),
                new Probe("metadata: names that cannot be", MetadataProbes::invalidNames),
                new Probe("metadata: by topic id", MetadataProbes::byId),
                new Probe("metadata: all topics and none, by version", MetadataProbes::allAndNone),
                new Probe("metadata: a topic of three replicas", MetadataProbes::topic),
                new Probe("metadata: brokers, controller, authorized operations", MetadataProbes::cluster),
                new Probe("metadata: internal topics are created by FindCoordinator and marked", MetadataProbes::internal),
                new Probe("describe topic partitions: limits, cursors, unknown topics", MetadataProbes::partitions));
    }

    private static List<MetadataResponseTopic> ask(Lab lab, boolean create, String... names) throws Exception {
        var topics = new ArrayList<MetadataRequestTopic>();
        for (String name : names) {
            topics.add(new MetadataRequestTopic().setName(name));
        }
        var request = new MetadataRequestData().setAllowAutoTopicCreation(create).setTopics(topics);
        return List.copyOf(lab.ask(ApiKeys.METADATA, 11, request, MetadataResponseData.class).topics());
    }

    private static String text(MetadataResponseTopic topic) {
        return topic.name() + ":" + Lab.error(topic.errorCode()) + ":" + topic.partitions().size() + ":"
                + (topic.topicId().equals(Uuid.ZERO_UUID) ? "no id" : "id") + ":" + topic.isInternal();
    }

    private static void unknown(Lab lab, Notes notes) {
        notes.ask("once", () -> text(ask(lab, false, "md-unknown").get(0)));
        notes.ask("again", () -> text(ask(lab, false, "md-unknown").get(0)));
    }

    private static void autoCreate(Lab lab, Notes notes) throws Exception {
        notes.ask("at first", () -> text(ask(lab, true, "md-auto").get(0)));
        notes.note("later", lab.await(() -> ask(lab, true, "md-auto").get(0).errorCode() == 0));
        var topic = ask(lab, true, "md-auto").get(0);
        notes.note("partitions", topic.partitions().size());
        notes.note("replicas", topic.partitions().get(0).replicaNodes().size());
        notes.note("collides with a name with a dot", lab.await(() -> ask(lab, true, "md.auto").get(0).errorCode() == 0));
    }

    private static void invalidNames(Lab lab, Notes notes) {
        for (String name : List.of("a b", "", ".", "..", "a/b", "x".repeat(250), "ä")) {
            String shown = name.length() > 20 ? "250 letters" : "'" + name + "'";
            notes.ask(shown + " to create", () -> Lab.error(ask(lab, true, name).get(0).errorCode()));
            notes.ask(shown, () -> Lab.error(ask(lab, false, name).get(0).errorCode()));
        }
    }

    private static void byId(Lab lab, Notes notes) throws Exception {
        Uuid known = lab.topic("md-id", 1);
        for (int version : new int[] {10, 12, 13}) {
            for (Uuid id : List.of(known, new Uuid(1, 2))) {
                var topic = new MetadataRequestTopic().setName(version == 10 ? "md-id" : null).setTopicId(id);
                var request = new MetadataRequestData().setAllowAutoTopicCreation(false).setTopics(List.of(topic));
                notes.ask("version " + version + (id.equals(known) ? " known" : " unknown"), () -> {
                    var found = lab.ask(ApiKeys.METADATA, version, request, MetadataResponseData.class);
                    var first = found.topics().iterator().next();
                    return Lab.error(found.errorCode()) + " " + first.name() + " " + Lab.error(first.errorCode()) + " " + first.partitions().size();
                });
            }
        }
        var both = new MetadataRequestTopic().setName("md-other").setTopicId(known);
        notes.ask("name and another's id", () -> {
            var first = lab.ask(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(List.of(both)), MetadataResponseData.class)
                    .topics().iterator().next();
            return first.name() + " " + Lab.error(first.errorCode());
        });
    }

    private static void allAndNone(Lab lab, Notes notes) throws Exception {
        lab.topic("md-all", 1);
        for (int version : new int[] {0, 1, 12}) {
            notes.ask("none " + version, () -> lab.ask(
                            ApiKeys.METADATA, version, new MetadataRequestData().setTopics(List.of()), MetadataResponseData.class)
                    .topics()
                    .find("md-all") != null);
            if (version > 0) {
                notes.ask("null " + version, () -> lab.ask(
                                ApiKeys.METADATA, version, new MetadataRequestData().setTopics(null), MetadataResponseData.class)
                        .topics()
                        .find("md-all") != null);
            }
        }
        notes.ask("twice the same", () -> ask(lab, false, "md-all", "md-all").size());
    }

    private static void topic(Lab lab, Notes notes) throws Exception {
        lab.topic("md-topic", 4);
        var topic = lab.metadata(2, "md-topic");
        notes.note("operations unasked", topic.topicAuthorizedOperations() == Integer.MIN_VALUE);
        topic.partitions().stream()
                .sorted((a, b) -> a.partitionIndex() - b.partitionIndex())
                .forEach(it -> notes.note(
                        "partition " + it.partitionIndex(),
                        Lab.error(it.errorCode()) + " leader " + lab.name(it.leaderId()) + " epoch " + it.leaderEpoch() + " replicas "
                                + lab.names(it.replicaNodes()) + " isr " + lab.names(it.isrNodes()) + " offline " + it.offlineReplicas()));
    }

    private static void cluster(Lab lab, Notes notes) throws Exception {
        lab.topic("md-operations", 1);
        var request = new MetadataRequestData()
                .setAllowAutoTopicCreation(false)
                .setIncludeTopicAuthorizedOperations(true)
                .setIncludeClusterAuthorizedOperations(true)
                .setTopics(List.of(new MetadataRequestTopic().setName("md-operations")));
        var response = lab.ask(ApiKeys.METADATA, 10, request, MetadataResponseData.class);
        notes.note("brokers", response.brokers().size());
        notes.note("racks", response.brokers().stream().map(it -> String.valueOf(it.rack())).toList());
        notes.note("controller is a broker", response.brokers().find(response.controllerId()) != null);
        notes.note("cluster operations", Integer.toBinaryString(response.clusterAuthorizedOperations()));
        notes.note("topic operations", Integer.toBinaryString(response.topics().find("md-operations").topicAuthorizedOperations()));
        notes.note("throttle", response.throttleTimeMs());
    }

    private static void internal(Lab lab, Notes notes) throws Exception {
        ClassicGroupProbes.coordinator(lab, "md-group");
        var topic = lab.metadata(1, "__consumer_offsets");
        notes.note("topic", text(topic));
        notes.note("replicas", topic.partitions().get(0).replicaNodes().size());
        notes.ask("listed for an admin that asks for internal topics",
                () -> lab.admin().listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true)).names().get().contains("__consumer_offsets"));
        notes.ask("share state to create", () -> Lab.error(ask(lab, true, "__share_group_state").get(0).errorCode()));
    }

    private static void partitions(Lab lab, Notes notes) throws Exception {
        lab.topic("md-dtp-a", 3);
        lab.topic("md-dtp-b", 3);
        var topics = new ArrayList<DescribeTopicPartitionsRequestData.TopicRequest>();
        for (String name : List.of("md-dtp-b", "md-dtp-missing", "md-dtp-a", "bad name")) {
            topics.add(new DescribeTopicPartitionsRequestData.TopicRequest().setName(name));
        }
        for (int limit : new int[] {2000, 4, 0, -1}) {
            var request = new DescribeTopicPartitionsRequestData().setTopics(topics).setResponsePartitionLimit(limit);
            notes.ask("limit " + limit, () -> describe(lab, request));
        }
        var cursor = new DescribeTopicPartitionsRequestData.Cursor().setTopicName("md-dtp-a").setPartitionIndex(2);
        notes.ask("cursor", () -> describe(lab, new DescribeTopicPartitionsRequestData().setTopics(topics).setCursor(cursor)));
        var negative = new DescribeTopicPartitionsRequestData.Cursor().setTopicName("md-dtp-a").setPartitionIndex(-1);
        notes.ask("cursor -1", () -> describe(lab, new DescribeTopicPartitionsRequestData().setTopics(topics).setCursor(negative)));
    }

    private static String describe(Lab lab, DescribeTopicPartitionsRequestData request) throws Exception {
        var response = lab.ask(ApiKeys.DESCRIBE_TOPIC_PARTITIONS, 0, request, DescribeTopicPartitionsResponseData.class);
        var found = response.topics().stream()
                .map(it -> it.name() + ":" + Lab.error(it.errorCode()) + ":" + it.partitions().stream()
                        .map(p -> p.partitionIndex() + "/" + p.isrNodes().size() + "/" + p.eligibleLeaderReplicas() + "/" + p.lastKnownElr())
                        .toList())
                .toList();
        var next = response.nextCursor();
        return found + " next " + (next == null ? "none" : next.topicName() + "-" + next.partitionIndex());
    }
}
