/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Access rules, on a cluster with Kafka's authorizer where everything without a rule is allowed; all are anonymous. */
final class AclProbes {
    private AclProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("acl: a topic with a rule for somebody else", AclProbes::topic),
                new Probe("acl: allowed to write, then to read, then denied", AclProbes::operations),
                new Probe("acl: prefixes, and what a literal rule does not say", AclProbes::prefixes),
                new Probe("acl: groups", AclProbes::groups),
                new Probe("acl: transactional ids", AclProbes::transactions),
                new Probe("acl: described, filtered, deleted", AclProbes::administration));
    }

    /** What such a cluster is configured with. */
    static Map<String, String> config() {
        return Map.of(
                "authorizer.class.name", String.join(".", "org", "apache", "kafka", "metadata", "authorizer", "StandardAuthorizer"),
                "allow.everyone.if.no.acl.found", "true");
    }

    private static AclBinding rule(ResourceType type, PatternType pattern, String name, String user, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(new ResourcePattern(type, name, pattern), new AccessControlEntry("User:" + user, "*", operation, permission));
    }

    private static AclBinding allow(ResourceType type, String name, String user, AclOperation operation) {
        return rule(type, PatternType.LITERAL, name, user, operation, AclPermissionType.ALLOW);
    }

    /** Set rules and wait until every broker has them. */
    private static void set(Lab lab, AclBinding... rules) throws Exception {
        lab.admin().createAcls(List.of(rules)).all().get();
        settle(lab);
    }

    /** A topic without rules that is made afterwards is known to a broker only when it knows the rules, too. */
    private static void settle(Lab lab) throws Exception {
        lab.topic("acl-settled-" + System.nanoTime(), 1);
    }

    private static String produce(Lab lab, String topic) throws Exception {
        return ProduceProbes.send(lab, topic, ProduceProbes.records("a"));
    }

    private static String fetch(Lab lab, String topic) throws Exception {
        return FetchProbes.fetch(lab, 1, 12, FetchProbes.request(new FetchTopic().setTopic(topic), FetchProbes.partition(0, 0)));
    }

    private static void walk(Lab lab, Notes notes, String when, String topic) {
        var partition = new TopicPartition(topic, 0);
        notes.ask(when + " produce", () -> produce(lab, topic));
        notes.ask(when + " fetch", () -> fetch(lab, topic).replaceAll("(hw|lso) [0-9]+", "$1 N").replaceAll("batches.*records [0-9]+", "some"));
        notes.ask(when + " metadata", () -> {
            var found = lab.metadata(1, topic);
            return Lab.error(found.errorCode()) + " " + found.partitions().size();
        });
        notes.ask(when + " list offsets", () -> lab.admin().listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition).get().offset());
        notes.ask(when + " delete records", () -> OffsetProbes.deleteRecords(lab, 1, topic, 0, 0));
        notes.ask(when + " describe config", () -> lab.admin().describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic))).all().get().size());
        notes.ask(when + " more partitions", () -> lab.admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(1))).all().get());
        notes.ask(when + " listed", () -> lab.admin().listTopics().names().get().contains(topic));
    }

    private static void topic(Lab lab, Notes notes) throws Exception {
        lab.topic("acl-topic", 1);
        walk(lab, notes, "no rule:", "acl-topic");
        set(lab, allow(ResourceType.TOPIC, "acl-topic", "alice", AclOperation.ALL));
        walk(lab, notes, "alice's:", "acl-topic");
        notes.ask("delete", () -> lab.admin().deleteTopics(List.of("acl-topic")).all().get());
        lab.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        settle(lab);
        notes.ask("rules gone", () -> produce(lab, "acl-topic"));
    }

    private static void operations(Lab lab, Notes notes) throws Exception {
        lab.topic("acl-operations", 1);
        set(lab, allow(ResourceType.TOPIC, "acl-operations", "ANONYMOUS", AclOperation.WRITE));
        walk(lab, notes, "write:", "acl-operations");
        set(lab, allow(ResourceType.TOPIC, "acl-operations", "*", AclOperation.READ));
        walk(lab, notes, "read:", "acl-operations");
        set(lab, rule(ResourceType.TOPIC, PatternType.LITERAL, "acl-operations", "ANONYMOUS", AclOperation.WRITE, AclPermissionType.DENY));
        walk(lab, notes, "denied:", "acl-operations");
        lab.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    private static void prefixes(Lab lab, Notes notes) throws Exception {
        lab.topic("acl-prefix-a", 1);
        lab.topic("acl-other", 1);
        set(lab, rule(ResourceType.TOPIC, PatternType.PREFIXED, "acl-prefix", "ANONYMOUS", AclOperation.READ, AclPermissionType.ALLOW));
        notes.ask("produce", () -> produce(lab, "acl-prefix-a"));
        notes.ask("fetch", () -> fetch(lab, "acl-prefix-a"));
        notes.ask("produce to another", () -> produce(lab, "acl-other"));
        notes.ask("version 13 by an id of nobody", () -> FetchProbes.fetch(lab, 1, 13, FetchProbes.request(
                new FetchTopic().setTopicId(new org.apache.kafka.common.Uuid(3, 3)), FetchProbes.partition(0, 0))));
        lab.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    private static void groups(Lab lab, Notes notes) throws Exception {
        lab.topic("acl-offsets", 1);
        int at = ClassicGroupProbes.coordinator(lab, "acl-group");
        set(lab, allow(ResourceType.GROUP, "acl-group", "alice", AclOperation.READ));
        notes.ask("join", () -> Lab.error(ClassicGroupProbes.join(lab, at, 9, ClassicGroupProbes.join("acl-group", "")).errorCode()));
        notes.ask("beat", () -> Lab.error(ClassicGroupProbes.beat(lab, at, "acl-group", "m", 1)));
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("acl-group", "acl-offsets", 0, 1)));
        notes.ask("fetch", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("acl-group", "acl-offsets", 0)));
        notes.ask("delete", () -> lab.admin().deleteConsumerGroups(List.of("acl-group")).all().get());
        set(lab, allow(ResourceType.GROUP, "acl-group", "ANONYMOUS", AclOperation.READ),
                allow(ResourceType.TOPIC, "acl-offsets", "alice", AclOperation.READ));
        notes.ask("commit for a topic of hers", () -> OffsetStoreProbes.commit(lab, at, 9, OffsetStoreProbes.committed("acl-group", "acl-offsets", 0, 1)));
        notes.ask("fetch of it", () -> OffsetStoreProbes.fetch(lab, at, 9, OffsetStoreProbes.wanted("acl-group", "acl-offsets", 0)));
        lab.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        settle(lab);
    }

    private static void transactions(Lab lab, Notes notes) throws Exception {
        lab.await(() -> !init(lab, "acl-warm").contains("COORDINATOR"));
        set(lab, allow(ResourceType.TRANSACTIONAL_ID, "acl-txn", "alice", AclOperation.WRITE));
        notes.ask("hers", () -> init(lab, "acl-txn"));
        notes.ask("no rule", () -> init(lab, "acl-warm").contains("COORDINATOR") ? "asked elsewhere" : init(lab, "acl-warm"));
        notes.ask("idempotent", () -> {
            lab.await(() -> !init(lab, null).contains("COORDINATOR"));
            return init(lab, null);
        });
        lab.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    private static String init(Lab lab, String id) throws Exception {
        var request = new InitProducerIdRequestData().setTransactionalId(id).setTransactionTimeoutMs(10_000);
        List<String> all = new ArrayList<>();
        for (int place = 1; place <= 3; place++) {
            String answer = Lab.error(lab.ask(place, ApiKeys.INIT_PRODUCER_ID, 4, request, InitProducerIdResponseData.class).errorCode());
            if (!answer.equals("NOT_COORDINATOR")) {
                all.add(answer);
            }
        }
        return all.isEmpty() ? "NOT_COORDINATOR" : all.get(0);
    }

    private static void administration(Lab lab, Notes notes) throws Exception {
        set(lab,
                allow(ResourceType.TOPIC, "acl-x", "alice", AclOperation.READ),
                allow(ResourceType.TOPIC, "*", "bob", AclOperation.DESCRIBE),
                rule(ResourceType.TOPIC, PatternType.PREFIXED, "acl-", "carol", AclOperation.WRITE, AclPermissionType.DENY),
                allow(ResourceType.GROUP, "acl-x", "alice", AclOperation.READ));
        notes.ask("all", () -> lab.admin().describeAcls(AclBindingFilter.ANY).values().get().size());
        for (PatternType pattern : new PatternType[] {PatternType.ANY, PatternType.MATCH, PatternType.LITERAL, PatternType.PREFIXED}) {
            var filter = new AclBindingFilter(new org.apache.kafka.common.resource.ResourcePatternFilter(ResourceType.TOPIC, "acl-x", pattern),
                    org.apache.kafka.common.acl.AccessControlEntryFilter.ANY);
            notes.ask(pattern.toString(), () -> text(lab.admin().describeAcls(filter).values().get()));
        }
        notes.ask("unknown kind", () -> lab.admin().createAcls(List.of(allow(ResourceType.USER, "x", "alice", AclOperation.READ))).all().get());
        notes.ask("no such operation", () -> lab.admin().createAcls(List.of(allow(ResourceType.GROUP, "x", "alice", AclOperation.CLUSTER_ACTION))).all().get());
        notes.ask("the same again", () -> lab.admin().createAcls(List.of(allow(ResourceType.GROUP, "acl-x", "alice", AclOperation.READ))).all().get());
        notes.ask("deleted", () -> text(lab.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get()));
        settle(lab);
        notes.ask("left", () -> lab.admin().describeAcls(AclBindingFilter.ANY).values().get().size());
    }

    private static String text(Iterable<AclBinding> rules) {
        var all = new TreeSet<String>();
        rules.forEach(it -> all.add(it.pattern().resourceType() + ":" + it.pattern().name() + ":" + it.pattern().patternType() + " " + it.entry().principal() + " "
                + it.entry().permissionType() + " " + it.entry().operation()));
        return all.toString();
    }
}
