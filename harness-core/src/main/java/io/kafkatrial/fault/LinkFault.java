/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What cut, split, slow and narrow links have in common: a lever that holds them, and a count of what it does.
 *
 * @param done the word for what was done to links, for evidence
 * @param how more of it, behind the links; may be empty
 * @param hold the lever for one link
 * @param touched what of a link's traffic it touched
 * @param became the word for what became of that
 */
record LinkFault(
        String done, String how, Function<Direction, Lever> hold, ToLongFunction<LinkCount> touched, String became) {

    /** The fault of links in {@code fault}; empty if it is another. */
    static Optional<LinkFault> of(Fault fault) {
        if (fault instanceof Fault.CutNetwork) {
            return Optional.of(cut("cut "));
        }
        if (fault instanceof Fault.SplitNetwork split) {
            return Optional.of(cut(split.split() + ": cut "));
        }
        if (fault instanceof Fault.DelayNetwork delay) {
            return Optional.of(new LinkFault(
                    "delayed ",
                    " by " + FaultText.latency(delay.latency(), delay.jitter()),
                    link -> new Lever.Delay(link.from(), link.to(), delay.latency(), delay.jitter()),
                    LinkCount::delayed,
                    "delayed"));
        }
        if (fault instanceof Fault.ThrottleNetwork slow) {
            return Optional.of(new LinkFault(
                    "throttled ",
                    " to " + slow.bytesPerSecond() + " bytes/s",
                    link -> new Lever.Throttle(link.from(), link.to(), slow.bytesPerSecond()),
                    LinkCount::delayed,
                    "delayed"));
        }
        return Optional.empty();
    }

    private static LinkFault cut(String done) {
        return new LinkFault(done, "", link -> new Lever.Cut(link.from(), link.to()), LinkCount::stopped, "stopped");
    }

    /** The links such a fault means now. */
    static List<Direction> directions(Resolver resolver, Fault fault) throws Unresolved {
        if (fault instanceof Fault.CutNetwork cut) {
            return between(resolver, cut.from(), cut.to(), cut.bothWays());
        }
        if (fault instanceof Fault.DelayNetwork delay) {
            return between(resolver, delay.from(), delay.to(), delay.bothWays());
        }
        if (fault instanceof Fault.ThrottleNetwork slow) {
            return between(resolver, slow.from(), slow.to(), slow.bothWays());
        }
        if (fault instanceof Fault.ResetConnections reset) {
            return between(resolver, reset.from(), reset.to(), /* bothWays= */ false);
        }
        return new Sides(resolver, ((Fault.SplitNetwork) fault).split()).cut();
    }

    private static List<Direction> between(Resolver resolver, Target from, Target to, boolean bothWays)
            throws Unresolved {
        List<Direction> directions = Direction.between(resolver.ends(from), resolver.ends(to), bothWays);
        if (directions.isEmpty()) {
            throw new Unresolved(from + " and " + to + " are the same node, which has no link to itself");
        }
        return directions;
    }
}
