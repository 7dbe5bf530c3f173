/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopicCollection;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** More partitions, other replicas, other leaders. */
final class PartitionProbes {
    private PartitionProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("create partitions: counts", PartitionProbes::counts),
                new Probe("create partitions: assignments", PartitionProbes::assignments),
                new Probe("elect leaders: what cannot be", PartitionProbes::elections),
                new Probe("elect leaders: the preferred one", PartitionProbes::preferred),
                new Probe("reassign: what cannot be", PartitionProbes::badReassignments),
                new Probe("reassign: move a partition and shrink it", PartitionProbes::reassign));
    }

    private static String grow(Lab lab, boolean validateOnly, CreatePartitionsTopic... topics) throws Exception {
        var all = new CreatePartitionsTopicCollection();
        for (CreatePartitionsTopic topic : topics) {
            all.mustAdd(topic);
        }
        var request = new CreatePartitionsRequestData().setTopics(all).setTimeoutMs(15_000).setValidateOnly(validateOnly);
        var response = lab.ask(ApiKeys.CREATE_PARTITIONS, 3, request, CreatePartitionsResponseData.class);
        return response.results().stream().map(it -> it.name() + ":" + Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList().toString();
    }

    private static CreatePartitionsTopic to(String name, int count) {
        return new CreatePartitionsTopic().setName(name).setCount(count).setAssignments(null);
    }

    private static void counts(Lab lab, Notes notes) throws Exception {
        lab.topic("cp-1", 2);
        notes.ask("validate only", () -> grow(lab, true, to("cp-1", 5)));
        notes.ask("same", () -> grow(lab, false, to("cp-1", 2)));
        notes.ask("fewer", () -> grow(lab, false, to("cp-1", 1)));
        notes.ask("zero", () -> grow(lab, false, to("cp-1", 0)));
        notes.ask("negative", () -> grow(lab, false, to("cp-1", -1)));
        notes.ask("unknown", () -> grow(lab, false, to("cp-none", 3)));
        notes.ask("more", () -> grow(lab, false, to("cp-1", 4)));
        notes.note("seen", lab.await(() -> lab.metadata(3, "cp-1").partitions().size() == 4));
        notes.ask("new ones take records", () -> {
            lab.await(() -> lab.metadata(1, "cp-1").partitions().stream().allMatch(it -> it.leaderId() >= 0));
            return ProduceProbes.sendWithClient(lab, "cp-1", 3);
        });
    }

    private static CreatePartitionsTopic with(Lab lab, String name, int count, List<List<Integer>> places) {
        return to(name, count).setAssignments(places.stream()
                .map(it -> new CreatePartitionsAssignment().setBrokerIds(it.stream().map(p -> p > 3 ? 77 : lab.id(p)).toList()))
                .toList());
    }

    private static void assignments(Lab lab, Notes notes) throws Exception {
        lab.topic("cp-2", 1);
        notes.ask("too few assignments", () -> code(grow(lab, false, with(lab, "cp-2", 3, List.of(List.of(1, 2, 3))))));
        notes.ask("unknown broker", () -> code(grow(lab, false, with(lab, "cp-2", 2, List.of(List.of(1, 2, 9))))));
        notes.ask("a broker twice", () -> code(grow(lab, false, with(lab, "cp-2", 2, List.of(List.of(1, 1, 2))))));
        notes.ask("another factor", () -> code(grow(lab, false, with(lab, "cp-2", 2, List.of(List.of(1))))));
        notes.ask("good", () -> code(grow(lab, false, with(lab, "cp-2", 2, List.of(List.of(3, 2, 1))))));
        lab.await(() -> lab.metadata(1, "cp-2").partitions().size() == 2 && lab.metadata(1, "cp-2").partitions().get(1).leaderId() >= 0);
        notes.note("replicas", lab.names(lab.metadata(1, "cp-2").partitions().stream().filter(it -> it.partitionIndex() == 1).findFirst().orElseThrow().replicaNodes()));
    }

    private static String code(String result) {
        return result.split(":", 3)[1];
    }

    private static String elect(Lab lab, ElectionType type, TopicPartition partition) throws Exception {
        var found = lab.admin().electLeaders(type, Set.of(partition)).partitions().get().get(partition);
        return found == null ? "not named" : found.map(it -> it.getClass().getSimpleName()).orElse("done");
    }

    private static void elections(Lab lab, Notes notes) throws Exception {
        lab.topic("el-1", 1);
        notes.ask("preferred, not needed", () -> elect(lab, ElectionType.PREFERRED, new TopicPartition("el-1", 0)));
        notes.ask("unclean, not needed", () -> elect(lab, ElectionType.UNCLEAN, new TopicPartition("el-1", 0)));
        notes.ask("unknown topic", () -> elect(lab, ElectionType.PREFERRED, new TopicPartition("el-none", 0)));
        notes.ask("unknown partition", () -> elect(lab, ElectionType.UNCLEAN, new TopicPartition("el-1", 9)));
    }

    private static void preferred(Lab lab, Notes notes) throws Exception {
        lab.topic("el-2", 1);
        var partition = new TopicPartition("el-2", 0);
        // the leader stays where it is while the order of the replicas changes
        var replicas = List.of(lab.id(2), lab.id(1), lab.id(3));
        lab.admin().alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(replicas)))).all().get();
        lab.await(() -> lab.metadata(1, "el-2").partitions().get(0).replicaNodes().equals(replicas));
        notes.note("leader before", lab.name(lab.metadata(1, "el-2").partitions().get(0).leaderId()));
        notes.ask("election", () -> elect(lab, ElectionType.PREFERRED, partition));
        notes.note("moves", lab.await(() -> lab.metadata(1, "el-2").partitions().get(0).leaderId() == lab.id(2)));
        notes.note("leader epoch", lab.metadata(1, "el-2").partitions().get(0).leaderEpoch());
    }

    private static String reassign(Lab lab, String topic, int partition, Optional<List<Integer>> places) throws Exception {
        var target = places.map(it -> new NewPartitionReassignment(it.stream().map(p -> p > 3 ? 77 : lab.id(p)).toList()));
        lab.admin().alterPartitionReassignments(Map.of(new TopicPartition(topic, partition), target)).all().get();
        return "done";
    }

    private static void badReassignments(Lab lab, Notes notes) throws Exception {
        lab.topic("ra-1", 1);
        notes.ask("unknown topic", () -> reassign(lab, "ra-none", 0, Optional.of(List.of(1))));
        notes.ask("unknown partition", () -> reassign(lab, "ra-1", 7, Optional.of(List.of(1))));
        notes.ask("unknown broker", () -> reassign(lab, "ra-1", 0, Optional.of(List.of(1, 9))));
        notes.ask("a broker twice", () -> reassign(lab, "ra-1", 0, Optional.of(List.of(1, 1))));
        notes.ask("cancel nothing", () -> reassign(lab, "ra-1", 0, Optional.empty()));
        notes.ask("the same", () -> reassign(lab, "ra-1", 0, Optional.of(List.of(1, 2, 3))));
        notes.ask("list", () -> lab.admin().listPartitionReassignments().reassignments().get());
    }

    private static void reassign(Lab lab, Notes notes) throws Exception {
        lab.topic("ra-2", 1);
        ProduceProbes.send(lab, "ra-2", ProduceProbes.records("a", "b"));
        notes.ask("to one", () -> reassign(lab, "ra-2", 0, Optional.of(List.of(3))));
        notes.note("there", lab.await(() -> {
            var partition = lab.metadata(1, "ra-2").partitions().get(0);
            return partition.isrNodes().equals(List.of(lab.id(3))) && partition.replicaNodes().size() == 1 && partition.leaderId() == lab.id(3);
        }));
        lab.await(() -> lab.metadata(3, "ra-2").partitions().get(0).leaderId() == lab.id(3));
        notes.note("next offset", lab.await(() -> ProduceProbes.sendWithClient(lab, "ra-2", 0).equals("2")) ? "2" : "another");
    }
}
