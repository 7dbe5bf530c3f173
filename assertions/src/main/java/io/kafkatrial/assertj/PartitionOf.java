/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.PartitionView;

/** A partition of a cluster, written {@code orders-0}. */
record PartitionOf(Cluster cluster, String name) {

    PartitionView view() {
        return cluster.partition(name);
    }

    @Override
    public String toString() {
        return "partition " + name;
    }
}
