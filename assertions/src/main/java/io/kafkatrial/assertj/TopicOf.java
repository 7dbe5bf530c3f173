/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.assertj;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Cluster;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A topic of a cluster, to assert something about. A value.
 *
 * @param cluster where it is
 * @param name what it is called; it need not exist
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record TopicOf(Cluster cluster, String name) {
    public TopicOf {
        requireNonNull(cluster, "cluster");
        requireNonNull(name, "name");
    }

    @Override
    public String toString() {
        return "topic " + name;
    }
}
