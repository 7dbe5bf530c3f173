/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import io.kafkatrial.junit.BootstrapServers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/groups.md shows. */
// tag::walk
@KafkaCluster
@Topic(name = "orders", partitions = 6)
class GroupWalkTest {

    private final List<Member> members = new ArrayList<>();

    @Test
    @Timeout(60)
    void partitionsFollowTheMembers(@BootstrapServers String servers) throws Exception {
        join(servers, 3);
        settle(2, 2, 2); // six partitions over three consumers

        members.remove(0).crash();
        settle(3, 3); // its partitions move when its session is over

        join(servers, 1);
        settle(2, 2, 2); // a fourth joins

        join(servers, 4);
        settle(0, 1, 1, 1, 1, 1, 1); // more consumers than partitions: one is idle
    }
    // end::walk

    @Test
    void aGroupHasSettingsOfItsOwn(Admin admin) throws Exception {
        // tag::settings
        var billing = new ConfigResource(ConfigResource.Type.GROUP, "billing");
        var session = new ConfigEntry("consumer.session.timeout.ms", "1500");
        admin.incrementalAlterConfigs(Map.of(billing, List.of(new AlterConfigOp(session, AlterConfigOp.OpType.SET))))
                .all()
                .get();
        // end::settings
    }

    private void join(String servers, int count) {
        for (int i = 0; i < count; i++) {
            members.add(new Member(servers));
        }
    }

    private void settle(Integer... counts) throws InterruptedException {
        synchronized (members) {
            while (!members.stream()
                    .map(member -> member.assigned.size())
                    .sorted()
                    .toList()
                    .equals(List.of(counts))) {
                members.wait();
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Member member : members) {
            member.leave();
        }
    }

    // tag::member
    final class Member {
        private volatile Set<TopicPartition> assigned = Set.of();
        private volatile boolean crashed;
        private volatile boolean ended;
        private final Thread thread;

        Member(String servers) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers",
                    servers,
                    "group.id",
                    "billing",
                    "session.timeout.ms",
                    1500, // how soon a crash is noticed
                    "heartbeat.interval.ms",
                    100); // how soon a member hears of a rebalance
            thread = new Thread(() -> poll(config));
            thread.start();
        }

        private void poll(Map<String, Object> config) {
            var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
            consumer.subscribe(List.of("orders"));
            while (!ended) {
                consumer.poll(Duration.ofMillis(50));
                synchronized (members) {
                    assigned = Set.copyOf(consumer.assignment());
                    members.notifyAll();
                }
            }
            consumer.close(CloseOptions.groupMembershipOperation(
                    crashed
                            ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP // says nothing to the coordinator
                            : CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
        // end::member

        void crash() throws InterruptedException {
            crashed = true;
            leave();
        }

        void leave() throws InterruptedException {
            ended = true;
            thread.join();
        }
    }
}
