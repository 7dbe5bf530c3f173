/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.LinkCount;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The links of a cluster; roles are resolved when a method is called. */
record ClusterNetwork(Cluster cluster) implements Network {

    @Override
    public void cut(Endpoint from, Endpoint to) {
        cluster.pull(new Lever.Cut(from, to));
    }

    @Override
    public void cut(String from, String to) {
        each(from, to, Lever.Cut::new);
    }

    @Override
    public void delay(Endpoint from, Endpoint to, Duration latency, Duration jitter) {
        cluster.pull(new Lever.Delay(from, to, latency, jitter));
    }

    @Override
    public void delay(String from, String to, Duration latency, Duration jitter) {
        each(from, to, (source, sink) -> new Lever.Delay(source, sink, latency, jitter));
    }

    @Override
    public void throttle(Endpoint from, Endpoint to, long bytesPerSecond) {
        cluster.pull(new Lever.Throttle(from, to, bytesPerSecond));
    }

    @Override
    public void throttle(String from, String to, long bytesPerSecond) {
        each(from, to, (source, sink) -> new Lever.Throttle(source, sink, bytesPerSecond));
    }

    @Override
    public void reset(Endpoint from, Endpoint to) {
        cluster.pull(new Lever.Reset(from, to));
    }

    @Override
    public void reset(String from, String to) {
        each(from, to, Lever.Reset::new);
    }

    @Override
    public Injection split(Split split) {
        return cluster.inject(new Fault.SplitNetwork(split, Optional.empty()));
    }

    @Override
    public void mend(Endpoint from, Endpoint to) {
        cluster.pull(new Lever.Mend(from, to));
    }

    @Override
    public void mend(String from, String to) {
        each(from, to, Lever.Mend::new);
    }

    private void each(String from, String to, BiFunction<Endpoint, Endpoint, Lever> lever) {
        List<Endpoint> sources = cluster.ends(Target.parse(from));
        List<Endpoint> sinks = cluster.ends(Target.parse(to));
        for (Endpoint source : sources) {
            for (Endpoint sink : sinks) {
                if (!source.equals(sink)) {
                    cluster.pull(lever.apply(source, sink));
                }
            }
        }
    }

    @Override
    public LinkCount count(Endpoint from, Endpoint to) {
        return cluster.running().linkCount(from, to);
    }
}
