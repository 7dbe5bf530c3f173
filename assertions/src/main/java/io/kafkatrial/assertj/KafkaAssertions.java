/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import io.kafkatrial.Cluster;
import io.kafkatrial.history.History;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The way in, beside AssertJ's own {@code assertThat}: import both statically.
 *
 * <pre>
 * assertThat(cluster).partition("orders-0").isNotLedBy(1).hasIsr(2, 3);
 * assertThat(topic(cluster, "orders")).hasRecords(2_000);
 * assertThat(group(cluster, "billing")).isStable().hasNoLag();
 * assertThat(history).held(EXACTLY_ONCE);
 * </pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class KafkaAssertions {

    private KafkaAssertions() {}

    /** About a cluster: its nodes and, by {@link ClusterAssert#partition}, its partitions. */
    public static ClusterAssert assertThat(Cluster cluster) {
        return new ClusterAssert(cluster);
    }

    /** About a topic: {@code assertThat(topic(cluster, "orders"))}. */
    public static TopicAssert assertThat(TopicOf topic) {
        return new TopicAssert(topic);
    }

    /** About a consumer group: {@code assertThat(group(cluster, "billing"))}. */
    public static GroupAssert assertThat(GroupOf group) {
        return new GroupAssert(group);
    }

    /** About what was recorded. */
    public static HistoryAssert assertThat(History history) {
        return new HistoryAssert(history);
    }

    /** A topic of a cluster, which need not exist. */
    public static TopicOf topic(Cluster cluster, String name) {
        return new TopicOf(cluster, name);
    }

    /** A consumer group of a cluster, which need not exist. */
    public static GroupOf group(Cluster cluster, String id) {
        return new GroupOf(cluster, id);
    }
}
