/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.Engine;
import io.kafkatrial.engine.RunningCluster;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Runs the brokers in this JVM. */
public final class EmbeddedEngine implements Engine {

    /** The name users choose this engine by. */
    public static final String NAME = "embedded";

    static {
        // SLF4J complains on standard error when two threads ask for their first logger at the same time.
        // Under the lock of this initializer there is only one, before any other thread of ours starts.
        LoggerFactory.getILoggerFactory();
    }

    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedEngine() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.CODE, Capability.UPGRADE));
    }

    @Override
    public void requireVersion(String version) {
        throw Complaints.versionOfEmbedded(version);
    }

    @Override
    public RunningCluster start(ClusterSpec spec) {
        spec.kafkaVersion().ifPresent(this::requireVersion);
        Preload.begin();
        return EmbeddedCluster.start(spec);
    }
}
