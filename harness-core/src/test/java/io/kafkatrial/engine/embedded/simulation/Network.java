/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Carries messages between the controller (0), brokers (from 1) and clients (from 100): late by chance,
 * in order within a link, in any order across links, not at all over a link that is cut.
 */
final class Network {
    private record Link(int from, int to) {}

    private final Scheduler scheduler;
    private final Options options;
    private final Random dice;
    private final Map<Link, Long> lastArrivalMs = new HashMap<>();
    private final Set<Link> cuts = new HashSet<>();

    Network(Scheduler scheduler, Options options, Random dice) {
        this.scheduler = scheduler;
        this.options = options;
        this.dice = dice;
    }

    /** Deliver later, unless the link is cut now or then. */
    void send(int from, int to, Runnable delivery) {
        Link link = new Link(from, to);
        long delayMs = 1 + dice.nextInt(options.linkDelayMs());
        if (options.spikeProbability() > 0 && dice.nextDouble() < options.spikeProbability()) {
            delayMs += dice.nextInt(options.spikeMs());
        }
        if (cuts.contains(link)) {
            return;
        }
        long arrivalMs = Math.max(scheduler.nowMs() + delayMs, lastArrivalMs.getOrDefault(link, 0L));
        lastArrivalMs.put(link, arrivalMs);
        scheduler.after(arrivalMs - scheduler.nowMs(), () -> {
            if (!cuts.contains(link)) {
                delivery.run();
            }
        });
    }

    void cut(int from, int to) {
        cuts.add(new Link(from, to));
    }

    void mend(int from, int to) {
        cuts.remove(new Link(from, to));
    }

    /** Let nothing sent from now on arrive earlier than in {@code forMs}. */
    void hold(int from, int to, long forMs) {
        lastArrivalMs.merge(new Link(from, to), scheduler.nowMs() + forMs, Math::max);
    }

    void mendAll() {
        cuts.clear();
    }

    boolean isCut(int from, int to) {
        return cuts.contains(new Link(from, to));
    }
}
