/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Cluster;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A consumer group of a cluster, to assert something about. A value.
 *
 * @param cluster where it is
 * @param id what it is called; it need not exist
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record GroupOf(Cluster cluster, String id) {
    public GroupOf {
        requireNonNull(cluster, "cluster");
        requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return "consumer group " + id;
    }
}
