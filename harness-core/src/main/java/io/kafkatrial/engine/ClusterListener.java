/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/**
 * Told of every {@link ClusterEvent}. Called on engine threads, often a broker's only one: must not
 * block and must not pull levers; hand over to a thread of your own.
 */
@FunctionalInterface
public interface ClusterListener {
    void on(ClusterEvent event);
}
