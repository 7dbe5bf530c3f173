/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.Set;

/** Runs clusters. Found by {@link java.util.ServiceLoader} and chosen by {@link #name()}. */
public interface Engine {

    /** The name users choose by, for example {@code embedded}. */
    String name();

    /** The levers this engine has. */
    Set<Capability> capabilities();

    /** Whether a used cluster is worth keeping for the next test: {@link RunningCluster#renew} is quicker than a start. */
    default boolean renews() {
        return false;
    }

    /**
     * Make sure that this version of Apache Kafka can be had, before anything starts.
     *
     * @throws TrialException if it cannot
     */
    void requireVersion(String version);

    /**
     * Start a cluster and return when every broker serves and every declared topic has its leaders.
     *
     * @throws TrialException if the spec cannot be run, or the cluster does not come up in time
     */
    RunningCluster start(ClusterSpec spec);
}
