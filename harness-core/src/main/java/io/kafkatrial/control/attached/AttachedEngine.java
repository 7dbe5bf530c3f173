/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.attached;

import io.kafkatrial.control.Answer;
import io.kafkatrial.control.ControlComplaints;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The engine of a cluster in another process: it has that one's name and levers, and starts nothing. */
@API(status = Status.INTERNAL, since = "0.1.0")
public record AttachedEngine(String name, Set<Capability> capabilities) implements Engine {

    /** The engine of an attached cluster. */
    public static AttachedEngine of(AttachedCluster cluster) {
        Answer.Welcome said = cluster.welcome();
        return new AttachedEngine(said.engine(), said.capabilities());
    }

    /** The process of the cluster looks for it when a node is to run it. */
    @Override
    public void requireVersion(String version) {}

    @Override
    public RunningCluster start(ClusterSpec spec) {
        throw ControlComplaints.startsNothing("start another cluster");
    }
}
