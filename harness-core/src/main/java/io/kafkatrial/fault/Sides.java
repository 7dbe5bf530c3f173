/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.RunningCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which links a {@link Split} cuts. What is divided are processes: a controller that lives in a broker's process goes
 * where the broker goes. Confined to one call of {@link #cut}.
 */
final class Sides {

    private final RunningCluster cluster;
    private final Resolver resolver;
    private final Split split;

    Sides(Resolver resolver, Split split) {
        this.cluster = resolver.cluster();
        this.resolver = resolver;
        this.split = split;
    }

    /** The links to cut. */
    List<Direction> cut() throws Unresolved {
        List<Integer> brokers = cluster.brokers();
        List<Integer> apart = new ArrayList<>(cluster.controllers());
        apart.removeAll(brokers);
        Set<Integer> around = around();
        return switch (split.shape()) {
            case ISOLATE -> links(severed(Set.copyOf(around)), around);
            case HALVES -> {
                Set<Integer> smaller = new HashSet<>(drawn(brokers, around, Math.max(1, brokers.size() / 2)));
                smaller.addAll(drawn(apart, around, apart.size() / 2));
                yield links(severed(smaller), smaller);
            }
            case BRIDGE -> {
                int bridge = around.iterator().next();
                List<Integer> others = new ArrayList<>(brokers);
                others.remove((Integer) bridge);
                Set<Integer> one = new HashSet<>(drawn(others, Set.of(), others.size() / 2));
                one.addAll(drawn(apart, Set.of(), apart.size() / 2));
                BiPredicate<Integer, Integer> apartFrom = severed(one);
                yield links((a, b) -> a != bridge && b != bridge && apartFrom.test(a, b), Set.of());
            }
            case MAJORITY_RING -> {
                BiPredicate<Integer, Integer> ofBrokers = deaf(ring(brokers, around));
                BiPredicate<Integer, Integer> ofControllers = deaf(ring(apart, Set.of()));
                yield links((a, b) -> ofBrokers.test(a, b) || ofControllers.test(a, b), Set.of());
            }
        };
    }

    /** The processes it is about, those named first. */
    private Set<Integer> around() throws Unresolved {
        Set<Integer> ids = new LinkedHashSet<>();
        for (Endpoint node : resolver.nodes(split.around().orElseGet(Target.AnyBroker::new))) {
            ids.add(id(node));
        }
        return ids;
    }

    /** So many of {@code all}: those named, then drawn from the seed. */
    private List<Integer> drawn(List<Integer> all, Set<Integer> named, int size) {
        List<Integer> shuffled = resolver.shuffled(all);
        List<Integer> first = new ArrayList<>(shuffled);
        first.retainAll(named);
        shuffled.removeAll(named);
        first.addAll(shuffled);
        return first.subList(
                0, Math.max(size, (int) all.stream().filter(named::contains).count()));
    }

    private List<Integer> ring(List<Integer> all, Set<Integer> first) {
        List<Integer> ring = drawn(all, first, all.size());
        return ring.size() < 3 ? List.of() : ring;
    }

    /** Two processes on different sides. */
    private static BiPredicate<Integer, Integer> severed(Set<Integer> side) {
        return (a, b) -> side.contains(a) != side.contains(b);
    }

    /** The second does not hear the first, which is not in the majority around it. */
    private static BiPredicate<Integer, Integer> deaf(List<Integer> ring) {
        int majority = ring.size() / 2 + 1;
        int before = (majority - 1) / 2;
        return (from, to) -> {
            int source = ring.indexOf(from);
            int sink = ring.indexOf(to);
            return source >= 0 && sink >= 0 && Math.floorMod(source - sink + before, ring.size()) >= majority;
        };
    }

    private List<Direction> links(BiPredicate<Integer, Integer> isCut, Set<Integer> awayFromClients) throws Unresolved {
        List<Endpoint> nodes = new ArrayList<>();
        cluster.brokers().forEach(id -> nodes.add(Endpoint.broker(id)));
        if (split.controllers()) {
            cluster.controllers().forEach(id -> nodes.add(Endpoint.controller(id)));
        }
        List<Direction> links = new ArrayList<>();
        for (Endpoint from : nodes) {
            for (Endpoint to : nodes) {
                if (isCut.test(id(from), id(to))) {
                    links.add(new Direction(from, to));
                }
            }
        }
        if (split.clients()) {
            cluster.brokers().stream()
                    .filter(awayFromClients::contains)
                    .forEach(id -> links.addAll(Direction.between(
                            List.of(Endpoint.clients()), List.of(Endpoint.broker(id)), /* bothWays= */ true)));
        }
        if (links.isEmpty()) {
            throw new Unresolved("nobody is on the other side of " + split);
        }
        return Collections.unmodifiableList(links);
    }

    private static int id(Endpoint node) {
        return node instanceof Endpoint.Broker broker ? broker.id() : ((Endpoint.Controller) node).id();
    }
}
