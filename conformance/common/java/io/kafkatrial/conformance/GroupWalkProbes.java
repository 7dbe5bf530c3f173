/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Real consumers come, crash and come; and what a coordinator knows outlives it. */
final class GroupWalkProbes {
    private static final int SESSION_MS = 1000;

    private GroupWalkProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("walk: 6 partitions, consumers come and crash, eager", (lab, notes) -> walk(lab, notes, "eager", range())),
                new Probe("walk: 6 partitions, consumers come and crash, cooperative", (lab, notes) -> walk(lab, notes, "cooperative", cooperative())),
                new Probe("walk: 6 partitions, consumers come and crash, KIP-848", GroupWalkProbes::modern),
                new Probe("walk: eager members become cooperative one by one", GroupWalkProbes::upgrade));
    }

    private static Map<String, Object> range() {
        return Map.of("partition.assignment.strategy", RangeAssignor.class.getName(), "session.timeout.ms", SESSION_MS, "heartbeat.interval.ms", 100);
    }

    private static Map<String, Object> cooperative() {
        return Map.of("partition.assignment.strategy", CooperativeStickyAssignor.class.getName(), "session.timeout.ms", SESSION_MS, "heartbeat.interval.ms", 100);
    }

    private static void modern(Lab lab, Notes notes) throws Exception {
        var group = new ConfigResource(ConfigResource.Type.GROUP, "walk-modern");
        lab.admin().incrementalAlterConfigs(Map.of(group, List.of(new AlterConfigOp(new ConfigEntry("consumer.session.timeout.ms", "" + SESSION_MS), AlterConfigOp.OpType.SET)))).all().get();
        walk(lab, notes, "modern", Map.of("group.protocol", "consumer"));
    }

    private static void walk(Lab lab, Notes notes, String name, Map<String, Object> config) throws Exception {
        lab.topic("walk-" + name, 6);
        List<Member> members = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                members.add(new Member(lab, "walk-" + name, config));
            }
            notes.note("three", settled(lab, members, 2, 2, 2));
            members.remove(0).crash();
            notes.note("one has crashed", settled(lab, members, 3, 3));
            members.add(new Member(lab, "walk-" + name, config));
            notes.note("another comes", settled(lab, members, 2, 2, 2));
            for (int i = 0; i < 4; i++) {
                members.add(new Member(lab, "walk-" + name, config));
            }
            notes.note("seven", settled(lab, members, 0, 1, 1, 1, 1, 1, 1));
        } finally {
            for (Member member : members) {
                member.leave();
            }
        }
    }

    private static void upgrade(Lab lab, Notes notes) throws Exception {
        lab.topic("walk-upgrade", 4);
        Map<String, Object> both = new HashMap<>(cooperative());
        both.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName() + "," + RangeAssignor.class.getName());
        List<Member> members = new ArrayList<>();
        try {
            members.add(new Member(lab, "walk-upgrade", range()));
            members.add(new Member(lab, "walk-upgrade", range()));
            notes.note("eager", settled(lab, members, 2, 2));
            for (Map<String, Object> next : List.of(both, cooperative())) {
                for (int i = 0; i < 2; i++) {
                    members.remove(0).leave();
                    members.add(new Member(lab, "walk-upgrade", next));
                    notes.note("one bounced", settled(lab, members, 2, 2));
                }
            }
            notes.note("protocol", GroupFilterProbes.describe(lab, ClassicGroupProbes.coordinator(lab, "walk-upgrade"), 6, "walk-upgrade").contains("consumer/cooperative-sticky"));
        } finally {
            for (Member member : members) {
                member.leave();
            }
        }
    }

    /** Whether the members come to have so many partitions, sorted, no partition twice. */
    private static boolean settled(Lab lab, List<Member> members, Integer... counts) throws Exception {
        return lab.await(() -> {
            Set<TopicPartition> all = new TreeSet<>((a, b) -> a.partition() - b.partition());
            members.forEach(member -> all.addAll(member.assigned.get()));
            List<Integer> sizes = members.stream().map(member -> member.assigned.get().size()).sorted().toList();
            return sizes.equals(List.of(counts)) && all.size() == sizes.stream().mapToInt(it -> it).sum();
        });
    }

    static void failover(Lab lab, Notes notes) throws Exception {
        lab.topic("fo-topic", 2);
        int at = ClassicGroupProbes.coordinator(lab, "fo-classic");
        String modern = GroupFilterProbes.ownedBy(lab, at, "fo-modern");
        String streams = GroupFilterProbes.ownedBy(lab, at, "fo-streams");
        String member = ClassicGroupProbes.alone(lab, at, "fo-classic");
        notes.ask("commit", () -> OffsetStoreProbes.commit(lab, at, 9,
                OffsetStoreProbes.committed("fo-classic", "fo-topic", 0, 5).setMemberId(member).setGenerationIdOrMemberEpoch(1)));
        notes.ask("modern", () -> ConsumerGroupProbes.send(lab, at, ConsumerGroupProbes.join(modern, "a", "fo-topic")));
        notes.ask("streams", () -> StreamsGroupProbes.send(lab, at, StreamsGroupProbes.join(streams, "a", StreamsGroupProbes.part("0", "fo-topic"))));
        lab.stop(at);
        int next = next(lab, at, "fo-classic");
        notes.ask("the old generation beats", () -> Lab.error(ClassicGroupProbes.beat(lab, next, "fo-classic", member, 1)));
        notes.ask("another one", () -> Lab.error(ClassicGroupProbes.beat(lab, next, "fo-classic", member, 2)));
        notes.ask("its assignment", () -> ClassicGroupProbes.sync(lab, next, ClassicGroupProbes.sync("fo-classic", member, 1)));
        notes.ask("offset", () -> OffsetStoreProbes.fetch(lab, next, 9, OffsetStoreProbes.wanted("fo-classic", "fo-topic", 0)));
        int modernAt = next(lab, at, modern);
        notes.ask("modern beats", () -> ConsumerGroupProbes.send(lab, modernAt, ConsumerGroupProbes.join(modern, "a", "fo-topic").setMemberEpoch(2)));
        notes.ask("modern, another epoch", () -> ConsumerGroupProbes.send(lab, modernAt, ConsumerGroupProbes.join(modern, "a", "fo-topic").setMemberEpoch(7)).split(" ")[0]);
        int streamsAt = next(lab, at, streams);
        notes.ask("streams beats", () -> StreamsGroupProbes.send(lab, streamsAt, StreamsGroupProbes.beat(streams, "a", 2)));
        notes.ask("streams, another epoch", () -> StreamsGroupProbes.send(lab, streamsAt, StreamsGroupProbes.beat(streams, "a", 7)).split(" ")[0]);
        lab.restart(at);
        lab.await(() -> lab.metadata(next, "fo-topic").partitions().stream().allMatch(it -> it.isrNodes().size() == 3));
    }

    /** The place of the broker that coordinates a group, with its offsets loaded, while another is away. */
    private static int next(Lab lab, int away, String group) throws Exception {
        int[] found = new int[1];
        lab.await(() -> {
            for (int place = 1; place <= 3; place++) {
                if (place != away && OffsetStoreProbes.fetch(lab, place, 9, OffsetStoreProbes.wanted(group, "fo-topic", 0)).contains(":NONE")) {
                    found[0] = place;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    /** A consumer that polls on a thread of its own. */
    private static final class Member {
        private final AtomicReference<Set<TopicPartition>> assigned = new AtomicReference<>(Set.of());
        private final Thread thread;
        private volatile CloseOptions.GroupMembershipOperation end;

        Member(Lab lab, String topicAndGroup, Map<String, Object> more) {
            Map<String, Object> config = lab.config();
            config.put("group.id", topicAndGroup);
            config.put("enable.auto.commit", false);
            config.putAll(more);
            thread = new Thread(() -> run(config, topicAndGroup), "walker");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Map<String, Object> config, String topic) {
            KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
            consumer.subscribe(List.of(topic));
            while (end == null) {
                consumer.poll(Duration.ofMillis(50));
                assigned.set(Set.copyOf(consumer.assignment()));
            }
            consumer.close(CloseOptions.groupMembershipOperation(end).withTimeout(Duration.ofSeconds(5)));
        }

        /** End without a word to the coordinator. */
        void crash() throws InterruptedException {
            end = CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
            thread.join();
        }

        void leave() throws InterruptedException {
            end = CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
            thread.join();
        }
    }
}
