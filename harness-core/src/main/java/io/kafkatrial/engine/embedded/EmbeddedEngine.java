/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import java.util.EnumSet;
import java.util.Set;

/** Runs the brokers in this JVM. */
public final class EmbeddedEngine implements Engine {

    /** The name users choose this engine by. */
    public static final String NAME = "embedded";

    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public RunningCluster start(ClusterSpec spec) {
        Preload.begin();
        return EmbeddedCluster.start(spec);
    }
}
