/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.container.docker.DockerFailure;
import io.kafkatrial.engine.container.docker.TestcontainersDocker;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs Apache Kafka's image, or one that is compatible, each node in a container. */
public final class ContainerEngine implements Engine {

    /** The name users choose this engine by. */
    public static final String NAME = "container";

    private static @Nullable Docker connected;

    /** For {@link java.util.ServiceLoader}. */
    public ContainerEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Those of nodes' links where containers reach this process; all where there is no Docker to ask. */
    @Override
    public Set<Capability> capabilities() {
        Set<Capability> levers = EnumSet.of(Capability.PROCESS, Capability.CONTROLLER_PROCESS, Capability.PAUSE);
        levers.addAll(EnumSet.of(Capability.CLIENT_LINKS, Capability.WIRE, Capability.ADMIN));
        levers.addAll(EnumSet.of(Capability.THROTTLE, Capability.RESET, Capability.CLIENT_IDS));
        levers.addAll(EnumSet.of(Capability.GROUP_EVENTS, Capability.TRANSACTION_EVENTS));
        if (isNear()) {
            levers.addAll(EnumSet.of(Capability.BROKER_LINKS, Capability.CONTROLLER_LINKS, Capability.NODE_WIRE));
        }
        return levers;
    }

    private static boolean isNear() {
        try {
            return Reach.of(docker()).near();
        } catch (TrialException | DockerFailure none) {
            return true; // said with its cause when something is to be started
        }
    }

    @Override
    public boolean renews() {
        return true;
    }

    @Override
    public void requireVersion(String version) {
        Images.require(docker(), ImageChoice.official(version));
    }

    @Override
    public RunningCluster start(ClusterSpec spec) {
        Docker docker = docker();
        return Startup.start(spec, docker, reach(docker));
    }

    private static Reach reach(Docker docker) {
        try {
            return Reach.of(docker);
        } catch (DockerFailure refused) {
            throw ContainerComplaints.refused("make a network", String.valueOf(refused.getMessage()), refused);
        }
    }

    /** The Docker engine of this JVM; looked for again as long as none was found. */
    static synchronized Docker docker() {
        Docker known = connected;
        if (known == null) {
            try {
                known = TestcontainersDocker.connect();
            } catch (NoClassDefFoundError missing) {
                throw ContainerComplaints.noTestcontainers(missing);
            } catch (DockerFailure none) {
                throw ContainerComplaints.noDocker(String.valueOf(none.getMessage()), none);
            }
            connected = known;
        }
        return known;
    }
}
