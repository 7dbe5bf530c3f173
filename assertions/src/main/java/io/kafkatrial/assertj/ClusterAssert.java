/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.NodeState;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Assertions about a cluster; each waits until it is true. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ClusterAssert extends Patient<ClusterAssert, Cluster> {

    ClusterAssert(Cluster actual) {
        super(actual, ClusterAssert.class);
    }

    /** Every broker and controller runs, every partition has a leader and a full in-sync set. */
    public ClusterAssert isHealthy() {
        isNotNull();
        return expect("the cluster", "be healthy", () -> Surroundings.health(actual), Surroundings.HEALTHY::equals);
    }

    /** Exactly these brokers run. */
    public ClusterAssert hasRunningBrokers(int... ids) {
        List<Integer> wanted = Arrays.stream(ids).sorted().boxed().toList();
        return expect("the cluster", "have the running brokers " + wanted, this::runningBrokers, wanted::equals);
    }

    private List<Integer> runningBrokers() {
        return actual.running().brokers().stream()
                .filter(id -> actual.running().state(id) == NodeState.RUNNING)
                .sorted()
                .toList();
    }

    /** Some controller leads. */
    public ClusterAssert hasActiveController() {
        return expect("the cluster", "have an active controller", this::controller, Leader::isSomebody);
    }

    /** This controller leads. */
    public ClusterAssert hasActiveController(int id) {
        Leader wanted = new Leader(OptionalInt.of(id));
        return expect("the cluster", "have the active controller " + id, this::controller, wanted::equals);
    }

    private Leader controller() {
        return new Leader(actual.activeController());
    }

    /** Assertions about {@code TOPIC-PARTITION}, for example {@code orders-0}; this cluster's bound holds on. */
    public PartitionAssert partition(String partition) {
        isNotNull();
        return new PartitionAssert(new PartitionOf(actual, partition)).patiently(patience());
    }

    /** Assertions about a topic; this cluster's bound holds on. */
    public TopicAssert topic(String name) {
        isNotNull();
        return new TopicAssert(new TopicOf(actual, name)).patiently(patience());
    }

    /** Assertions about a consumer group; this cluster's bound holds on. */
    public GroupAssert group(String id) {
        isNotNull();
        return new GroupAssert(new GroupOf(actual, id)).patiently(patience());
    }

    @Override
    String surroundings() {
        return actual == null ? "" : Surroundings.of(actual);
    }
}
