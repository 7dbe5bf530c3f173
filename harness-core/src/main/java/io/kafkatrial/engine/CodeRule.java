/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What shall happen when a node's code comes to a point. A value; two rules are the same rule if they have the same
 * name.
 *
 * @param name unlike that of every other rule of the cluster
 * @param node the broker or controller whose process it is about
 * @param point a named point such as {@code before-append}, or {@code class#method}, which is where the method begins,
 *     {@code class#method@exit}, where it returns, or {@code class#method:line}
 * @param act what happens there
 * @param skip how many times the point is passed before the rule acts
 * @param times how many times the rule acts at most; 0 is no limit
 */
public record CodeRule(String name, Endpoint node, String point, Act act, int skip, int times) {

    /** The key of a broker configuration; {@code true} loads into every node what code rules need. */
    public static final String CONFIG = "trial.code.points";

    public CodeRule {
        requireNonNull(name, "name");
        requireNonNull(node, "node");
        requireNonNull(point, "point");
        requireNonNull(act, "act");
        if (skip < 0 || times < 0) {
            throw CodeComplaints.counts(skip, times);
        }
    }

    /** A rule that acts every time. */
    public CodeRule(String name, Endpoint node, String point, Act act) {
        this(name, node, point, act, 0, 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeRule rule && rule.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** What happens at the point. */
    public sealed interface Act {

        /** The thread that comes there waits, with every lock it holds, that long or until the rule is gone. */
        record Delay(Duration time) implements Act {
            public Delay {
                requireNonNull(time, "time");
            }
        }

        /**
         * The method throws.
         *
         * @param exception the name of an exception's class that the node knows and that the method may throw: an
         *     unchecked one, or one it declares. It needs a constructor that takes a text
         */
        record Fail(String exception) implements Act {
            public Fail {
                requireNonNull(exception, "exception");
            }
        }

        /** The process ends there and then, as by SIGKILL. */
        record Halt() implements Act {}

        /** Nothing: the point is passed, counted, and told as {@link ClusterEvent.CodePointReached}. */
        record Note() implements Act {}
    }
}
