/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignmentCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfigCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Creation and deletion of topics. */
final class TopicProbes {
    private TopicProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("create topic: partition and replica counts", TopicProbes::counts),
                new Probe("create topic: names", TopicProbes::names),
                new Probe("create topic: it exists, or twice in one request", TopicProbes::duplicates),
                new Probe("create topic: configs", TopicProbes::configs),
                new Probe("create topic: manual assignments", TopicProbes::assignments),
                new Probe("create topic: validate only", TopicProbes::validateOnly),
                new Probe("create topic: the configs in the response", TopicProbes::returned),
                new Probe("delete topic: unknown, by id, both, twice", TopicProbes::deletions),
                new Probe("delete topic: created again it is another", TopicProbes::recreated),
                new Probe("delete topic: gone from metadata everywhere", TopicProbes::gone));
    }

    private static CreatableTopic topic(String name, int partitions, int replicas) {
        return new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short) replicas);
    }

    private static String create(Lab lab, boolean validateOnly, CreatableTopic... topics) throws Exception {
        var all = new CreatableTopicCollection();
        for (CreatableTopic topic : topics) {
            all.mustAdd(topic);
        }
        var request = new CreateTopicsRequestData().setTopics(all).setTimeoutMs(15_000).setValidateOnly(validateOnly);
        var response = lab.ask(ApiKeys.CREATE_TOPICS, 7, request, CreateTopicsResponseData.class);
        List<String> results = new ArrayList<>();
        response.topics().forEach(it -> results.add(Lab.error(it.errorCode()) + "/" + it.numPartitions() + "/" + it.replicationFactor()
                + "/" + (it.topicId().equals(Uuid.ZERO_UUID) ? "no id" : "id") + "/" + it.errorMessage()));
        return results.toString();
    }

    private static void counts(Lab lab, Notes notes) {
        notes.ask("defaults", () -> create(lab, false, topic("ct-default", -1, -1)));
        notes.ask("replicas 4", () -> create(lab, false, topic("ct-4", 1, 4)));
        notes.ask("replicas 0", () -> create(lab, false, topic("ct-0", 1, 0)));
        notes.ask("replicas -2", () -> create(lab, false, topic("ct-2", 1, -2)));
        notes.ask("partitions 0", () -> create(lab, false, topic("ct-p0", 0, 3)));
        notes.ask("partitions -2", () -> create(lab, false, topic("ct-p-2", -2, 3)));
        notes.ask("both wrong", () -> create(lab, false, topic("ct-both", 0, 9)));
        notes.ask("none at all", () -> create(lab, false));
        notes.ask("too many", () -> create(lab, true, topic("ct-many", 20_000, 3)));
    }

    private static void names(Lab lab, Notes notes) {
        for (String name : List.of("a b", "", ".", "..", "ä", "x".repeat(250), "__cluster_metadata", "ct__x")) {
            notes.ask(name.length() > 20 && name.startsWith("x") ? "250 letters" : "'" + name + "'", () -> create(lab, true, topic(name, 1, 1)));
        }
        notes.ask("a dot", () -> create(lab, false, topic("ct.col.lide", 1, 1)));
        notes.ask("collides", () -> create(lab, false, topic("ct_col_lide", 1, 1)));
    }

    private static void duplicates(Lab lab, Notes notes) throws Exception {
        lab.topic("ct-there", 1);
        notes.ask("exists", () -> create(lab, false, topic("ct-there", 1, 3)));
        notes.ask("exists, validate only", () -> create(lab, true, topic("ct-there", 1, 3)));
        notes.ask("twice", () -> create(lab, false, topic("ct-twice", 1, 3), topic("ct-twice", 2, 3), topic("ct-once", 1, 3)));
        notes.ask("one good, one bad", () -> create(lab, false, topic("ct-good", 1, 3), topic("ct-bad", 1, 7)));
    }

    private static CreatableTopic configured(String name, String... keyValues) {
        var configs = new CreatableTopicConfigCollection();
        for (int i = 0; i < keyValues.length; i += 2) {
            configs.mustAdd(new CreatableTopicConfig().setName(keyValues[i]).setValue(keyValues[i + 1]));
        }
        return topic(name, 1, 3).setConfigs(configs);
    }

    private static void configs(Lab lab, Notes notes) {
        notes.ask("not a number", () -> create(lab, false, configured("cc-1", "retention.ms", "x")));
        notes.ask("out of range", () -> create(lab, false, configured("cc-2", "retention.ms", "-2")));
        notes.ask("unknown key", () -> create(lab, false, configured("cc-3", "no.such.key", "1")));
        notes.ask("null", () -> create(lab, false, configured("cc-4", "retention.ms", null)));
        notes.ask("unknown policy", () -> create(lab, false, configured("cc-5", "cleanup.policy", "wash")));
        notes.ask("min above max", () -> create(lab, false, configured("cc-6", "min.compaction.lag.ms", "20", "max.compaction.lag.ms", "10")));
        notes.ask("segment too small", () -> create(lab, false, configured("cc-7", "segment.bytes", "1")));
        notes.ask("min.insync.replicas 0", () -> create(lab, false, configured("cc-8", "min.insync.replicas", "0")));
        notes.ask("min.insync.replicas 4", () -> create(lab, true, configured("cc-9", "min.insync.replicas", "4")));
        notes.ask("remote storage", () -> create(lab, true, configured("cc-10", "remote.storage.enable", "true")));
        notes.ask("bad timestamp type", () -> create(lab, true, configured("cc-11", "message.timestamp.type", "LogTime")));
        notes.ask("empty policy", () -> create(lab, true, configured("cc-12", "cleanup.policy", "")));
        notes.ask("old format key", () -> create(lab, true, configured("cc-13", "message.format.version", "3.0")));
    }

    private static CreatableTopic assigned(Lab lab, String name, Map<Integer, List<Integer>> places) {
        var assignments = new CreatableReplicaAssignmentCollection();
        new TreeMap<>(places).forEach((partition, brokers) -> assignments.mustAdd(new CreatableReplicaAssignment()
                .setPartitionIndex(partition)
                .setBrokerIds(brokers.stream().map(it -> it > 3 ? 77 : lab.id(it)).toList())));
        return topic(name, -1, -1).setAssignments(assignments);
    }

    private static void assignments(Lab lab, Notes notes) {
        notes.ask("good", () -> create(lab, false, assigned(lab, "ca-1", Map.of(0, List.of(1, 2), 1, List.of(2, 3)))));
        notes.ask("a gap", () -> create(lab, false, assigned(lab, "ca-2", Map.of(0, List.of(1), 2, List.of(2)))));
        notes.ask("a broker twice", () -> code(create(lab, false, assigned(lab, "ca-3", Map.of(0, List.of(1, 1))))));
        notes.ask("an unknown broker", () -> code(create(lab, false, assigned(lab, "ca-4", Map.of(0, List.of(1, 9))))));
        notes.ask("uneven", () -> code(create(lab, false, assigned(lab, "ca-5", Map.of(0, List.of(1, 2), 1, List.of(3))))));
        notes.ask("no replicas", () -> code(create(lab, false, assigned(lab, "ca-6", Map.of(0, List.of())))));
        notes.ask("with counts", () -> create(lab, false, assigned(lab, "ca-7", Map.of(0, List.of(1))).setNumPartitions(1).setReplicationFactor((short) 1)));
    }

    /** Without the message, which names ids of brokers. */
    private static String code(String result) {
        return result.substring(0, result.indexOf('/'));
    }

    private static void validateOnly(Lab lab, Notes notes) throws Exception {
        notes.ask("good", () -> create(lab, true, topic("cv-1", 2, 2)));
        notes.ask("bad", () -> create(lab, true, topic("cv-2", 2, 5)));
        notes.note("created", Lab.error(lab.metadata(1, "cv-1").errorCode()));
    }

    private static void returned(Lab lab, Notes notes) throws Exception {
        var all = new CreatableTopicCollection();
        all.mustAdd(configured("cr-1", "retention.ms", "1234567"));
        var request = new CreateTopicsRequestData().setTopics(all).setTimeoutMs(15_000);
        var found = lab.ask(ApiKeys.CREATE_TOPICS, 7, request, CreateTopicsResponseData.class).topics().find("cr-1");
        notes.note("configs error", Lab.error(found.topicConfigErrorCode()));
        for (String name : List.of("retention.ms", "min.insync.replicas", "cleanup.policy", "segment.bytes", "max.message.bytes")) {
            notes.note(name, found.configs().stream().filter(it -> it.name().equals(name))
                    .map(it -> it.value() + " source " + it.configSource() + " " + it.readOnly() + it.isSensitive()).findFirst().orElse("absent"));
        }
        notes.note("keys", found.configs().stream().map(it -> it.name()).sorted().toList());
    }

    private static String delete(Lab lab, int version, DeleteTopicsRequestData request) throws Exception {
        var response = lab.ask(ApiKeys.DELETE_TOPICS, version, request.setTimeoutMs(15_000), DeleteTopicsResponseData.class);
        return response.responses().stream().map(it -> it.name() + ":" + Lab.error(it.errorCode())).sorted().toList().toString();
    }

    private static DeleteTopicsRequestData byState(DeleteTopicState... states) {
        return new DeleteTopicsRequestData().setTopics(List.of(states));
    }

    private static void deletions(Lab lab, Notes notes) throws Exception {
        Uuid one = lab.topic("dt-1", 1);
        Uuid two = lab.topic("dt-2", 1);
        notes.ask("unknown name", () -> delete(lab, 6, byState(new DeleteTopicState().setName("dt-none"))));
        notes.ask("unknown id", () -> delete(lab, 6, byState(new DeleteTopicState().setName(null).setTopicId(new Uuid(5, 5)))));
        notes.ask("name and id", () -> delete(lab, 6, byState(new DeleteTopicState().setName("dt-1").setTopicId(one))));
        notes.ask("neither", () -> delete(lab, 6, byState(new DeleteTopicState().setName(null))));
        notes.ask("twice in one", () -> delete(lab, 6, byState(new DeleteTopicState().setName("dt-1"), new DeleteTopicState().setName("dt-1"))));
        notes.ask("name twice by id", () -> delete(lab, 6, byState(
                new DeleteTopicState().setName("dt-2"), new DeleteTopicState().setName(null).setTopicId(two))));
        notes.ask("by name", () -> delete(lab, 5, new DeleteTopicsRequestData().setTopicNames(List.of("dt-1"))));
        notes.ask("again", () -> delete(lab, 5, new DeleteTopicsRequestData().setTopicNames(List.of("dt-1"))));
        notes.ask("by id", () -> delete(lab, 6, byState(new DeleteTopicState().setName(null).setTopicId(two))));
        notes.ask("none", () -> delete(lab, 6, byState()));
    }

    private static void recreated(Lab lab, Notes notes) throws Exception {
        Uuid before = lab.topic("dt-again", 1);
        notes.note("offset", ProduceProbes.send(lab, "dt-again", ProduceProbes.records("a")));
        lab.admin().deleteTopics(List.of("dt-again")).all().get();
        lab.await(() -> lab.metadata(1, "dt-again").errorCode() != 0 && lab.metadata(2, "dt-again").errorCode() != 0 && lab.metadata(3, "dt-again").errorCode() != 0);
        Uuid after = lab.topic("dt-again", 1);
        notes.note("same id", before.equals(after));
        notes.note("leader epoch", lab.metadata(1, "dt-again").partitions().get(0).leaderEpoch());
        notes.note("offset again", ProduceProbes.send(lab, "dt-again", ProduceProbes.records("a")));
    }

    private static void gone(Lab lab, Notes notes) throws Exception {
        lab.admin().createTopics(List.of(new NewTopic("dt-gone", 2, (short) 3))).all().get();
        lab.admin().deleteTopics(List.of("dt-gone")).all().get();
        for (int place = 1; place <= 3; place++) {
            int broker = place;
            lab.await(() -> lab.metadata(broker, "dt-gone").errorCode() != 0);
            notes.note("B" + place, Lab.error(lab.metadata(place, "dt-gone").errorCode()));
        }
    }
}
