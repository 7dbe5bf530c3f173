/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a network falls apart. Controllers that share the brokers' processes go where these go.
 *
 * @param shape who still reaches whom
 * @param around who is alone, in the smaller half, or the bridge, by {@link Shape}; empty draws a running broker from
 *     the plan's seed
 * @param controllers whether controllers fall apart with the brokers; without it every broker reaches all of them, and
 *     they each other
 * @param clients whether clients stay with the larger side; without it they reach every broker
 */
public record Split(Shape shape, Optional<Target> around, boolean controllers, boolean clients) {
    public Split {
        requireNonNull(shape, "shape");
        requireNonNull(around, "around");
    }

    /** Only the links among brokers. */
    public static Split of(Shape shape) {
        return new Split(shape, Optional.empty(), false, false);
    }

    /** The same around these nodes. */
    public Split around(Target nodes) {
        return new Split(shape, Optional.of(nodes), controllers, clients);
    }

    /** The same, and controllers fall apart too. */
    public Split withControllers() {
        return new Split(shape, around, true, clients);
    }

    /** The same, and clients stay with the larger side. */
    public Split withClients() {
        return new Split(shape, around, controllers, true);
    }

    @Override
    public String toString() {
        String what =
                switch (shape) {
                    case ISOLATE -> "isolate " + whom();
                    case HALVES -> "split the network in halves, the smaller with " + whom();
                    case BRIDGE -> "split the network in halves with " + whom() + " as bridge";
                    case MAJORITY_RING -> "let everybody reach a majority only";
                };
        return what + (controllers ? ", controllers too" : "") + (clients ? ", clients with the larger side" : "");
    }

    private String whom() {
        return around.map(Target::toString).orElse("any");
    }

    /** Who still reaches whom. */
    public enum Shape {
        /** {@link #around} reaches nobody, everybody else each other. */
        ISOLATE,
        /** Two sides of almost the same size that do not reach each other; {@link #around} is in the smaller. */
        HALVES,
        /** Two sides that do not reach each other; the first of {@link #around} reaches both. */
        BRIDGE,
        /** Everybody reaches a majority, and no two the same. */
        MAJORITY_RING
    }
}
