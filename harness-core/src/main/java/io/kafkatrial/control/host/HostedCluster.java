/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.Answer;
import io.kafkatrial.engine.Capability;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.fault.FaultInjector;
import java.time.Duration;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The cluster others attach to.
 *
 * @param engine the engine's name
 * @param startedIn how long it took to start
 * @param injector beside which sessions pull their levers
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record HostedCluster(
        ClusterSpec spec,
        String engine,
        Set<Capability> capabilities,
        Duration startedIn,
        RunningCluster running,
        FaultInjector injector) {

    Answer.Welcome welcome(int process) {
        return new Answer.Welcome(
                process,
                spec,
                engine,
                capabilities,
                startedIn,
                running.bootstrapServers(),
                running.brokers(),
                running.controllers(),
                running.security()
                        .filter(security -> security.spec().protocol().hasTls())
                        .map(ClusterSecurity::certificates)
                        .map(files -> files.directory().toAbsolutePath()));
    }
}
