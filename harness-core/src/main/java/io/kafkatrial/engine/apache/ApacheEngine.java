/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.apache.process.NodeProcess;
import io.kafkatrial.engine.outside.KnownVersions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Runs Apache Kafka itself, each node in a JVM of its own. */
public final class ApacheEngine implements Engine {

    /** The name users choose this engine by. */
    public static final String NAME = "apache";

    /** For {@link java.util.ServiceLoader}. */
    public ApacheEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> levers = EnumSet.of(Capability.PROCESS, Capability.CONTROLLER_PROCESS, Capability.POWER_LOSS);
        levers.addAll(EnumSet.of(Capability.CLIENT_LINKS, Capability.WIRE, Capability.CODE, Capability.UPGRADE));
        levers.addAll(EnumSet.of(Capability.CLOCK, Capability.DISK, Capability.ADMIN));
        levers.addAll(EnumSet.of(Capability.THROTTLE, Capability.RESET, Capability.CLIENT_IDS));
        levers.addAll(EnumSet.of(Capability.GROUP_EVENTS, Capability.TRANSACTION_EVENTS));
        if (Neighbourhood.isApart()) {
            levers.addAll(EnumSet.of(Capability.BROKER_LINKS, Capability.CONTROLLER_LINKS, Capability.NODE_WIRE));
        }
        if (NodeProcess.canPause()) {
            levers.add(Capability.PAUSE);
        }
        return levers;
    }

    @Override
    public boolean renews() {
        return true;
    }

    @Override
    public void requireVersion(String version) {
        Installation.of(version);
    }

    @Override
    public RunningCluster start(ClusterSpec spec) {
        String version = spec.kafkaVersion().orElse(KnownVersions.NEWEST);
        Installation installation = Installation.of(version);
        return Startup.start(spec, installation, List.of());
    }
}
