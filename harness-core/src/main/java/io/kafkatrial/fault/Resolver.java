/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.RunningCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Finds whom a {@link Target} means at this moment, in the controller's committed metadata. */
final class Resolver {

    private final RunningCluster cluster;
    private final SplittableRandom random;

    /**
     * Resolve against {@code cluster}.
     *
     * @param seed where {@link Target.AnyBroker} is drawn from
     */
    Resolver(RunningCluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
    }

    RunningCluster cluster() {
        return cluster;
    }

    /** The same in an order drawn from the seed; the caller's to change. */
    List<Integer> shuffled(List<Integer> ids) {
        List<Integer> left = new ArrayList<>(ids);
        List<Integer> drawn = new ArrayList<>();
        while (!left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    /** The brokers the target means, ascending; never empty. */
    List<Integer> brokers(Target target) throws Unresolved {
        if (target instanceof Target.BrokerId broker) {
            return List.of(broker.id());
        } else if (target instanceof Target.LeaderOf leader) {
            return List.of(leaderOf(leader.partition()));
        } else if (target instanceof Target.FollowerOf follower) {
            return List.of(followerOf(follower.partition()));
        } else if (target instanceof Target.FollowersOf followers) {
            return followersOf(followers.partition());
        } else if (target instanceof Target.CoordinatorOf coordinator) {
            return List.of(coordinatorOf(coordinator.group()));
        } else if (target instanceof Target.ReplicasOf replicas) {
            return view(replicas.partition()).replicas().stream().sorted().toList();
        } else if (target instanceof Target.TxnCoordinatorOf coordinator) {
            return List.of(coordinatorOfTransaction(coordinator.transactionalId()));
        } else if (target instanceof Target.MinorityOfBrokers) {
            return minorityOfBrokers();
        } else if (target instanceof Target.AllBrokers) {
            return cluster.brokers();
        } else if (target instanceof Target.AnyBroker) {
            return List.of(anyBroker());
        }
        throw new Unresolved(target + " is no broker");
    }

    /** The processes the target means, brokers or controllers; never empty. */
    List<Endpoint> nodes(Target target) throws Unresolved {
        if (target instanceof Target.AllClients || target instanceof Target.ClientId) {
            throw new Unresolved(target + " are no process of the cluster");
        }
        return ends(target);
    }

    /** The ends of links the target means; never empty. */
    List<Endpoint> ends(Target target) throws Unresolved {
        if (target instanceof Target.AllClients) {
            return List.of(Endpoint.clients());
        } else if (target instanceof Target.ClientId client) {
            return List.of(Endpoint.client(client.id()));
        } else if (target instanceof Target.ControllerId controller) {
            return List.of(Endpoint.controller(controller.id()));
        } else if (target instanceof Target.MinorityOfControllers) {
            return minorityOfControllers();
        } else if (target instanceof Target.AllControllers) {
            return cluster.controllers().stream().map(Endpoint::controller).toList();
        } else if (target instanceof Target.ActiveController) {
            OptionalInt active = cluster.activeController();
            if (active.isEmpty()) {
                throw new Unresolved("no controller leads");
            }
            return List.of(Endpoint.controller(active.getAsInt()));
        }
        return brokers(target).stream().map(Endpoint::broker).toList();
    }

    /** What the broker is, as the target sees it: " (leader of orders-0, epoch 3)", or nothing to add. */
    String role(Target target) {
        if (target instanceof Target.LeaderOf leader) {
            return " (leader of " + leader.partition() + epoch(leader.partition()) + ")";
        } else if (target instanceof Target.FollowerOf follower) {
            return " (follower of " + follower.partition() + epoch(follower.partition()) + ")";
        } else if (target instanceof Target.FollowersOf followers) {
            return " (follower of " + followers.partition() + epoch(followers.partition()) + ")";
        } else if (target instanceof Target.CoordinatorOf coordinator) {
            return " (coordinator of group " + coordinator.group() + ")";
        } else if (target instanceof Target.TxnCoordinatorOf coordinator) {
            return " (coordinator of transactional id " + coordinator.transactionalId() + ")";
        } else if (target instanceof Target.ReplicasOf replicas) {
            return " (replica of " + replicas.partition() + epoch(replicas.partition()) + ")";
        } else if (target instanceof Target.AnyBroker || target instanceof Target.MinorityOfBrokers) {
            return " (drawn from the seed)";
        } else if (target instanceof Target.ActiveController) {
            return " (active controller)";
        }
        return "";
    }

    private String epoch(PartitionId partition) {
        return cluster.partition(partition)
                .map(view -> ", epoch " + view.leaderEpoch())
                .orElse("");
    }

    private PartitionView view(PartitionId partition) throws Unresolved {
        return cluster.partition(partition).orElseThrow(() -> new Unresolved(partition + " does not exist"));
    }

    private int leaderOf(PartitionId partition) throws Unresolved {
        OptionalInt leader = view(partition).leader();
        if (leader.isEmpty()) {
            throw new Unresolved(partition + " has no leader");
        }
        return leader.getAsInt();
    }

    private int followerOf(PartitionId partition) throws Unresolved {
        int leader = leaderOf(partition);
        return view(partition).isr().stream()
                .filter(id -> id != leader)
                .min(Integer::compare)
                .orElseThrow(() -> new Unresolved(partition + " has no in-sync follower"));
    }

    private List<Integer> followersOf(PartitionId partition) throws Unresolved {
        int leader = leaderOf(partition);
        List<Integer> followers = view(partition).replicas().stream()
                .filter(id -> id != leader)
                .sorted()
                .toList();
        if (followers.isEmpty()) {
            throw new Unresolved(partition + " has no follower");
        }
        return followers;
    }

    private int coordinatorOf(String group) throws Unresolved {
        OptionalInt coordinator = cluster.groupCoordinator(group);
        if (coordinator.isEmpty()) {
            throw new Unresolved("group " + group + " has no coordinator");
        }
        return coordinator.getAsInt();
    }

    private int coordinatorOfTransaction(String id) throws Unresolved {
        OptionalInt coordinator = cluster.transactionCoordinator(id);
        if (coordinator.isEmpty()) {
            throw new Unresolved("transactional id " + id + " has no coordinator");
        }
        return coordinator.getAsInt();
    }

    private List<Endpoint> minorityOfControllers() throws Unresolved {
        OptionalInt active = cluster.activeController();
        List<Endpoint> minority = cluster.controllers().stream()
                .filter(id -> active.isEmpty() || id != active.getAsInt())
                .limit((cluster.controllers().size() - 1) / 2)
                .map(Endpoint::controller)
                .toList();
        if (minority.isEmpty()) {
            throw new Unresolved("the quorum can lose none of its controllers");
        }
        return minority;
    }

    private List<Integer> minorityOfBrokers() throws Unresolved {
        List<Integer> running = new ArrayList<>(cluster.brokers());
        running.removeIf(id -> cluster.state(id) != NodeState.RUNNING);
        int wanted = (running.size() - 1) / 2;
        if (wanted == 0) {
            throw new Unresolved("fewer than 3 brokers run, which have no minority");
        }
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < wanted) {
            drawn.add(running.remove(random.nextInt(running.size())));
        }
        drawn.sort(Integer::compare);
        return drawn;
    }

    private int anyBroker() throws Unresolved {
        List<Integer> running = cluster.brokers().stream()
                .filter(id -> cluster.state(id) == NodeState.RUNNING)
                .toList();
        if (running.isEmpty()) {
            throw new Unresolved("no broker runs");
        }
        return running.get(random.nextInt(running.size()));
    }
}
