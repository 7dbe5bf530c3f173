/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddRaftVoterRequestData;
import org.apache.kafka.common.message.AddRaftVoterResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.message.CreateDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.ExpireDelegationTokenRequestData;
import org.apache.kafka.common.message.ExpireDelegationTokenResponseData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.RemoveRaftVoterRequestData;
import org.apache.kafka.common.message.RemoveRaftVoterResponseData;
import org.apache.kafka.common.message.RenewDelegationTokenRequestData;
import org.apache.kafka.common.message.RenewDelegationTokenResponseData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKeyCollection;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Features, log directories, registrations, voters, tokens, and which configurations there are. */
final class AdminProbes {
    private static final int UPGRADE = 1;
    private static final int SAFE_DOWNGRADE = 2;

    private AdminProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("update features: what cannot be", AdminProbes::badFeatures),
                new Probe("update features: down, up, and validate only", AdminProbes::features),
                new Probe("unregister broker: what cannot be", AdminProbes::unregister),
                new Probe("raft voters of a static quorum", AdminProbes::voters),
                new Probe("delegation tokens without a log-in", AdminProbes::tokens),
                new Probe("describe log dirs", AdminProbes::logDirs),
                new Probe("alter replica log dirs", AdminProbes::moveLogDirs),
                new Probe("list config resources", AdminProbes::resources));
    }

    private static FeatureUpdateKey to(String feature, int level, int type) {
        return new FeatureUpdateKey().setFeature(feature).setMaxVersionLevel((short) level).setUpgradeType((byte) type);
    }

    private static String update(Lab lab, int version, boolean validateOnly, FeatureUpdateKey... updates) throws Exception {
        var all = new FeatureUpdateKeyCollection();
        for (FeatureUpdateKey update : updates) {
            all.mustAdd(update);
        }
        var request = new UpdateFeaturesRequestData().setTimeoutMs(10_000).setValidateOnly(validateOnly).setFeatureUpdates(all);
        var response = lab.ask(ApiKeys.UPDATE_FEATURES, version, request, UpdateFeaturesResponseData.class);
        return Lab.error(response.errorCode()) + " " + response.errorMessage()
                + response.results().stream().map(it -> it.feature() + ":" + Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList();
    }

    private static void badFeatures(Lab lab, Notes notes) {
        notes.ask("nothing", () -> update(lab, 1, false));
        notes.ask("unknown", () -> update(lab, 1, false, to("no.such.version", 1, UPGRADE)));
        notes.ask("unknown in 2", () -> update(lab, 2, false, to("no.such.version", 1, UPGRADE)));
        notes.ask("too high", () -> update(lab, 1, false, to("group.version", 99, UPGRADE)));
        notes.ask("negative", () -> update(lab, 1, false, to("group.version", -1, UPGRADE)));
        notes.ask("down as an upgrade", () -> update(lab, 1, false, to("transaction.version", 1, UPGRADE)));
        notes.ask("up as a downgrade", () -> update(lab, 1, false, to("group.version", 1, SAFE_DOWNGRADE)));
        notes.ask("unknown type", () -> update(lab, 1, false, to("group.version", 1, 9)));
        notes.ask("kraft", () -> update(lab, 1, false, to("kraft.version", 9, UPGRADE)));
    }

    private static void features(Lab lab, Notes notes) throws Exception {
        notes.ask("validate only", () -> update(lab, 1, true, to("group.version", 0, SAFE_DOWNGRADE)));
        notes.note("is", level(lab, "group.version"));
        notes.ask("down", () -> update(lab, 1, false, to("transaction.version", 1, SAFE_DOWNGRADE)));
        notes.note("seen", lab.await(() -> level(lab, "transaction.version") == 1));
        notes.ask("up", () -> lab.admin().updateFeatures(Map.of("transaction.version", new FeatureUpdate((short) 2, FeatureUpdate.UpgradeType.UPGRADE)), new UpdateFeaturesOptions()).all().get());
        notes.note("seen", lab.await(() -> level(lab, "transaction.version") == 2));
    }

    private static int level(Lab lab, String feature) throws Exception {
        var range = lab.admin().describeFeatures().featureMetadata().get().finalizedFeatures().get(feature);
        return range == null ? 0 : range.maxVersionLevel();
    }

    private static void unregister(Lab lab, Notes notes) {
        for (int id : new int[] {77, -1}) {
            notes.ask("broker " + id, () -> {
                var response = lab.ask(ApiKeys.UNREGISTER_BROKER, 0, new UnregisterBrokerRequestData().setBrokerId(id), UnregisterBrokerResponseData.class);
                return Lab.error(response.errorCode()) + " " + response.errorMessage();
            });
        }
    }

    private static void voters(Lab lab, Notes notes) {
        Uuid directory = new Uuid(5, 7);
        for (String cluster : new String[] {null, "another"}) {
            for (int voter : new int[] {3_005, -1}) {
                notes.ask("remove " + voter + " of " + cluster, () -> {
                    var request = new RemoveRaftVoterRequestData().setClusterId(cluster).setVoterId(voter).setVoterDirectoryId(directory);
                    var response = lab.ask(ApiKeys.REMOVE_RAFT_VOTER, 0, request, RemoveRaftVoterResponseData.class);
                    return Lab.error(response.errorCode()) + (cluster == null ? " " + response.errorMessage() : "");
                });
            }
        }
        notes.ask("add to another", () -> {
            var request = new AddRaftVoterRequestData().setClusterId("another").setVoterId(3_005).setVoterDirectoryId(directory).setTimeoutMs(1_000);
            return Lab.error(lab.ask(ApiKeys.ADD_RAFT_VOTER, 0, request, AddRaftVoterResponseData.class).errorCode());
        });
        notes.ask("add nobody", () -> {
            var request = new AddRaftVoterRequestData().setVoterId(-1).setVoterDirectoryId(directory).setTimeoutMs(1_000);
            var response = lab.ask(ApiKeys.ADD_RAFT_VOTER, 0, request, AddRaftVoterResponseData.class);
            return Lab.error(response.errorCode()) + " " + response.errorMessage().replaceAll("cluster id .*", "…");
        });
    }

    private static void tokens(Lab lab, Notes notes) {
        for (int version = 1; version <= 3; version++) {
            short asked = (short) version;
            notes.ask("create " + version, () -> {
                var request = new CreateDelegationTokenRequestData().setMaxLifetimeMs(-1);
                var it = lab.ask(ApiKeys.CREATE_DELEGATION_TOKEN, asked, request, CreateDelegationTokenResponseData.class);
                return Lab.error(it.errorCode()) + " " + it.principalType() + ":" + it.principalName() + " " + it.tokenRequesterPrincipalType() + ":"
                        + it.tokenRequesterPrincipalName() + " " + it.issueTimestampMs() + " " + it.expiryTimestampMs() + " " + it.tokenId() + " " + it.hmac().length;
            });
            notes.ask("describe " + version, () -> {
                var it = lab.ask(ApiKeys.DESCRIBE_DELEGATION_TOKEN, asked, new DescribeDelegationTokenRequestData().setOwners(null), DescribeDelegationTokenResponseData.class);
                return Lab.error(it.errorCode()) + it.tokens();
            });
        }
        notes.ask("renew", () -> {
            var it = lab.ask(ApiKeys.RENEW_DELEGATION_TOKEN, 2, new RenewDelegationTokenRequestData().setHmac(new byte[] {1}), RenewDelegationTokenResponseData.class);
            return Lab.error(it.errorCode()) + " " + it.expiryTimestampMs();
        });
        notes.ask("expire", () -> {
            var it = lab.ask(ApiKeys.EXPIRE_DELEGATION_TOKEN, 2, new ExpireDelegationTokenRequestData().setHmac(new byte[] {1}), ExpireDelegationTokenResponseData.class);
            return Lab.error(it.errorCode()) + " " + it.expiryTimestampMs();
        });
    }

    private static DescribeLogDirsResponseData dirs(Lab lab, int version, String topic, Integer... partitions) throws Exception {
        var request = new DescribeLogDirsRequestData().setTopics(null);
        if (topic != null) {
            var topics = new DescribeLogDirsRequestData.DescribableLogDirTopicCollection();
            topics.mustAdd(new DescribeLogDirsRequestData.DescribableLogDirTopic().setTopic(topic).setPartitions(List.of(partitions)));
            request.setTopics(topics);
        }
        return lab.ask(ApiKeys.DESCRIBE_LOG_DIRS, version, request, DescribeLogDirsResponseData.class);
    }

    private static String text(DescribeLogDirsResponseData response) {
        return Lab.error(response.errorCode()) + response.results().stream().flatMap(it -> it.topics().stream()).flatMap(topic -> topic.partitions().stream()
                .map(it -> topic.name() + "-" + it.partitionIndex() + " size " + it.partitionSize() + " lag " + it.offsetLag() + " future " + it.isFutureKey())).sorted().toList();
    }

    private static void logDirs(Lab lab, Notes notes) throws Exception {
        lab.topic("ld-1", 2);
        notes.ask("empty", () -> text(dirs(lab, 5, "ld-1", 0, 1)));
        ProduceProbes.send(lab, "ld-1", ProduceProbes.records("x".repeat(300)));
        for (int version : new int[] {1, 2, 3, 4, 5}) {
            notes.ask("version " + version, () -> text(dirs(lab, version, "ld-1", 0)));
        }
        notes.ask("unknown", () -> text(dirs(lab, 4, "ld-none", 0)));
        notes.ask("unknown partition", () -> text(dirs(lab, 4, "ld-1", 9)));
        var all = dirs(lab, 4, null);
        notes.note("all has", all.results().stream().flatMap(it -> it.topics().stream()).anyMatch(it -> it.name().equals("ld-1")));
        notes.note("sizes of the volume", all.results().stream().allMatch(it -> it.totalBytes() >= it.usableBytes() && it.usableBytes() > 0));
    }

    private static String move(Lab lab, String directory, String topic, int partition) throws Exception {
        var topics = new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopicCollection();
        topics.mustAdd(new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic().setName(topic).setPartitions(List.of(partition)));
        var dirs = new AlterReplicaLogDirsRequestData.AlterReplicaLogDirCollection();
        dirs.mustAdd(new AlterReplicaLogDirsRequestData.AlterReplicaLogDir().setPath(directory).setTopics(topics));
        var response = lab.ask(ApiKeys.ALTER_REPLICA_LOG_DIRS, 2, new AlterReplicaLogDirsRequestData().setDirs(dirs), AlterReplicaLogDirsResponseData.class);
        return response.results().stream().map(it -> it.topicName() + it.partitions().stream().map(p -> p.partitionIndex() + ":" + Lab.error(p.errorCode())).toList()).toList().toString();
    }

    private static void moveLogDirs(Lab lab, Notes notes) throws Exception {
        lab.topic("ad-1", 1);
        String here = lab.admin().describeLogDirs(List.of(lab.id(1))).allDescriptions().get().get(lab.id(1)).entrySet().stream()
                .filter(it -> it.getValue().replicaInfos().containsKey(new TopicPartition("ad-1", 0))).findFirst().orElseThrow().getKey();
        notes.ask("here", () -> move(lab, here, "ad-1", 0));
        notes.ask("elsewhere", () -> move(lab, "/no/such/dir", "ad-1", 0));
        notes.ask("relative", () -> move(lab, "no/such/dir", "ad-1", 0));
        notes.ask("unknown topic", () -> move(lab, here, "ad-none", 0));
        notes.ask("unknown partition", () -> move(lab, here, "ad-1", 9));
        notes.ask("long name", () -> move(lab, here, "a".repeat(240), 0));
    }

    private static String resources(Lab lab, int version, int... types) throws Exception {
        var request = new ListConfigResourcesRequestData();
        for (int type : types) {
            request.resourceTypes().add((byte) type);
        }
        var response = lab.ask(ApiKeys.LIST_CONFIG_RESOURCES, version, request, ListConfigResourcesResponseData.class);
        var names = new TreeSet<String>();
        response.configResources().stream().filter(it -> it.resourceType() != 2 || it.resourceName().equals("lr-1"))
                .filter(it -> it.resourceType() != 32 || it.resourceName().startsWith("lr-"))
                .forEach(it -> names.add(it.resourceType() + ":" + (it.resourceType() == 4 || it.resourceType() == 8 ? lab.name(Integer.parseInt(it.resourceName())) : it.resourceName())));
        return Lab.error(response.errorCode()) + names;
    }

    private static void resources(Lab lab, Notes notes) throws Exception {
        lab.topic("lr-1", 1);
        notes.ask("version 0", () -> resources(lab, 0));
        notes.ask("all", () -> resources(lab, 1));
        for (int type : new int[] {0, 2, 4, 8, 16, 32, 99}) {
            notes.ask("type " + type, () -> resources(lab, 1, type));
        }
        notes.ask("good and bad", () -> resources(lab, 1, 2, 99));
    }
}
