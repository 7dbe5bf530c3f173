/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * The in-sync set as its leader sees it (KIP-497): what the controller committed, and the one change
 * that is proposed, if any.
 *
 * <p>A replica being added counts as in sync at once, a replica being removed until the controller has
 * agreed: either way the high watermark waits for more replicas rather than fewer.
 */
sealed interface Isr {

    /** The in-sync set the controller committed last. */
    List<Integer> committed();

    /** Whether this replica must be waited for. */
    default boolean mustWaitFor(int broker) {
        return committed().contains(broker);
    }

    /** How many replicas must be waited for. */
    default int maximalSize() {
        return committed().size();
    }

    /** Whether a change is proposed. */
    default boolean isPending() {
        return true;
    }

    /** The set to propose. */
    List<Integer> proposed();

    /** Nothing is proposed. */
    record Committed(List<Integer> committed) implements Isr {
        public Committed {
            committed = List.copyOf(committed);
        }

        @Override
        public boolean isPending() {
            return false;
        }

        @Override
        public List<Integer> proposed() {
            return committed;
        }

        Expanding expand(int broker) {
            return new Expanding(committed, broker);
        }

        Shrinking shrink(List<Integer> outOfSync) {
            return new Shrinking(committed, outOfSync);
        }
    }

    /** One replica is to join. */
    record Expanding(List<Integer> committed, int joining) implements Isr {
        @Override
        public boolean mustWaitFor(int broker) {
            return broker == joining || committed.contains(broker);
        }

        @Override
        public int maximalSize() {
            return committed.size() + 1;
        }

        @Override
        public List<Integer> proposed() {
            List<Integer> isr = new ArrayList<>(committed);
            isr.add(joining);
            return isr;
        }
    }

    /** Some replicas are to leave. */
    record Shrinking(List<Integer> committed, List<Integer> leaving) implements Isr {
        @Override
        public List<Integer> proposed() {
            List<Integer> isr = new ArrayList<>(committed);
            isr.removeAll(leaving);
            return isr;
        }
    }
}
