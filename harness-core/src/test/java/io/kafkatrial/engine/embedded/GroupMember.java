/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer of {@code orders} that polls on a thread of its own until it leaves or crashes. */
final class GroupMember {

    private final AtomicReference<Set<TopicPartition>> assigned = new AtomicReference<>(Set.of());
    private final Thread thread;
    private volatile @Nullable GroupMembershipOperation end;

    GroupMember(String bootstrap, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("group.id", "billing");
        config.put("enable.auto.commit", false);
        thread = new Thread(() -> run(Clients.consumer(bootstrap, config)), "group-member");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Consumer<String, String> consumer) {
        consumer.subscribe(List.of("orders"));
        GroupMembershipOperation how = end;
        while (how == null) {
            consumer.poll(Duration.ofMillis(20));
            assigned.set(Set.copyOf(consumer.assignment()));
            how = end;
        }
        consumer.close(CloseOptions.groupMembershipOperation(how).withTimeout(Duration.ofSeconds(5)));
    }

    /** What it had after its last poll. */
    Set<TopicPartition> assigned() {
        return assigned.get();
    }

    /** End without a word to the coordinator. */
    void crash() throws InterruptedException {
        end(GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    void leave() throws InterruptedException {
        end(GroupMembershipOperation.LEAVE_GROUP);
    }

    private void end(GroupMembershipOperation how) throws InterruptedException {
        end = how;
        thread.join();
    }
}
