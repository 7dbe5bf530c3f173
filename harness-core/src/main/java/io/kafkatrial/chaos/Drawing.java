/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Draws drafts for a cluster: the same seed gives the same draft. Faults fire by count of acknowledgements or after one
 * another, never by time, and each ends by itself. A value.
 *
 * @param spec the cluster; it needs a topic
 * @param mix what is drawn from
 * @param capabilities what the engine can do: a fault it cannot do is not drawn
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Drawing(ClusterSpec spec, Mix mix, Set<Capability> capabilities) {

    /** A share of the records, so that a fault comes neither before the work nor after it. */
    private static final double LATEST = 0.8;

    /** So many draws show whether something possible is among them. */
    private static final int TRIES = 50;

    public Drawing {
        capabilities = Set.copyOf(capabilities);
        if (spec.topics().isEmpty()) {
            throw new IllegalArgumentException("chaos needs a topic to break: declare one on the cluster");
        }
    }

    /** The draft of this seed. */
    public Draft draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Load load = load(random);
        List<Disturbance> kinds = swarm(random);
        int count = 1 + random.nextInt(mix.faults());
        List<PlannedFault> faults = new ArrayList<>();
        for (int attempt = 0; faults.size() < count && attempt < TRIES; attempt++) {
            add(faults, kinds, load, random);
        }
        return new Draft(new Plan(seed, faults), load);
    }

    private void add(List<PlannedFault> faults, List<Disturbance> kinds, Load load, SplittableRandom random) {
        String name = "chaos-" + (faults.size() + 1);
        Trigger trigger = trigger(faults, load, random);
        Disturbance kind = kinds.get(random.nextInt(kinds.size()));
        draws(random)
                .draw(kind)
                .filter(this::isPossible)
                .map(fault -> new PlannedFault(name, fault, trigger))
                .filter(planned -> goesWith(planned, faults))
                .ifPresent(faults::add);
    }

    /** Whether a plan of these is possible: two faults that need the same broker at one moment are not. */
    private boolean goesWith(PlannedFault next, List<PlannedFault> faults) {
        List<PlannedFault> all = new ArrayList<>(faults);
        all.add(next);
        try {
            new Plan(0, all).check(spec);
            return true;
        } catch (TrialException impossible) {
            return false;
        }
    }

    /** Kinds have variants; one that can be done is enough. */
    private boolean hasPossibleFault(Disturbance kind) {
        FaultDraws draws = draws(new SplittableRandom(0));
        return Stream.generate(() -> draws.draw(kind))
                .limit(TRIES)
                .flatMap(Optional::stream)
                .anyMatch(this::isPossible);
    }

    private boolean isPossible(Fault fault) {
        return capabilities.containsAll(fault.needs());
    }

    private FaultDraws draws(SplittableRandom random) {
        List<String> partitions = new ArrayList<>();
        for (TopicSpec topic : spec.topics()) {
            for (int index = 0; index < topic.partitions(); index++) {
                partitions.add(topic.name() + "-" + index);
            }
        }
        return new FaultDraws(partitions, spec.brokers(), random);
    }

    private Load load(SplittableRandom random) {
        Load most = mix.most();
        return new Load(
                upTo(most.producers(), random),
                most.consumers() == 0 ? 0 : upTo(most.consumers(), random),
                most.records(),
                upTo(most.keys(), random));
    }

    private static int upTo(int most, SplittableRandom random) {
        return 1 + random.nextInt(most);
    }

    /** Some of the kinds: each with even chance, but at least one. */
    private List<Disturbance> swarm(SplittableRandom random) {
        List<Disturbance> all =
                mix.kinds().stream().filter(this::hasPossibleFault).toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "the engine can do none of " + mix.kinds() + " on such a cluster: it has " + capabilities);
        }
        Set<Disturbance> some = EnumSet.noneOf(Disturbance.class);
        Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .filter(i -> random.nextBoolean())
                .forEach(i -> some.add(all.get(i)));
        if (some.isEmpty()) {
            some.add(all.get(random.nextInt(all.size())));
        }
        return List.copyOf(some);
    }

    private static Trigger trigger(List<PlannedFault> before, Load load, SplittableRandom random) {
        if (!before.isEmpty() && random.nextInt(4) == 0) {
            String name = before.get(random.nextInt(before.size())).name();
            return random.nextBoolean() ? new Trigger.Following(name) : new Trigger.Healed(name);
        }
        long latest = Math.max(1, (long) (load.records() * LATEST));
        return Trigger.acks(1 + random.nextLong(latest));
    }

    /** How long a drawn fault lasts: long enough to be noticed by small timeouts, short enough for many runs. */
    static Duration lasting(SplittableRandom random) {
        return Duration.ofMillis(50L + random.nextInt(450));
    }
}
