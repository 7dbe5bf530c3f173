/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.attach;

import io.kafkatrial.engine.AttachComplaints;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import java.util.EnumSet;
import java.util.Set;

/** Works on a running cluster of Apache Kafka, or of what speaks its protocol, that it neither starts nor stops. */
public final class AttachEngine implements Engine {

    /** The name users choose this engine by. */
    public static final String NAME = "attach";

    /** For {@link java.util.ServiceLoader}. */
    public AttachEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    /** By the commands that are given, and by the way clients go. */
    @Override
    public Set<Capability> capabilities() {
        Set<Capability> levers = EnumSet.noneOf(Capability.class);
        if (hasDoors()) {
            levers.addAll(EnumSet.of(Capability.CLIENT_LINKS, Capability.WIRE, Capability.CLIENT_IDS));
            levers.addAll(EnumSet.of(Capability.THROTTLE, Capability.RESET));
        }
        if (Commands.CRASH.isGiven()) {
            levers.add(Capability.PROCESS);
        }
        if (Commands.PAUSE.isGiven() && Commands.RESUME.isGiven()) {
            levers.add(Capability.PAUSE);
        }
        return levers;
    }

    private static boolean hasDoors() {
        try {
            return Entrance.intended() == Entrance.Way.PROXY;
        } catch (TrialException wrong) {
            return true; // said with its cause when the engine starts
        }
    }

    @Override
    public void requireVersion(String version) {
        throw AttachComplaints.version(version);
    }

    @Override
    public RunningCluster start(ClusterSpec spec) {
        spec.kafkaVersion().ifPresent(version -> {
            throw AttachComplaints.version(version);
        });
        return ForeignCluster.attach(spec, Entrance.read());
    }
}
