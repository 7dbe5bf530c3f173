/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.control.attached.AttachedCluster;
import io.kafkatrial.control.attached.AttachedEngine;
import io.kafkatrial.control.host.ControlHost;
import io.kafkatrial.control.host.HostedCluster;
import io.kafkatrial.engine.TopicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One cluster for several processes of a machine: one runs and shares it, others attach to it, and have all levers,
 * faults, events and recorders that it has. Stateless.
 *
 * <pre>
 * try (SharedCluster.Share share = SharedCluster.share(cluster, file)) { … }     // in the process that runs it
 *
 * try (Cluster cluster = SharedCluster.attach(file)) { … }                       // in another
 * </pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class SharedCluster {

    private SharedCluster() {}

    /** The time in which others may attach. */
    public interface Share extends AutoCloseable {

        /**
         * Let no other process record the wire.
         *
         * @param who records it, for those who are refused
         */
        void keepWire(String who);

        /** Let nobody attach any more; what those did who are attached is undone. */
        @Override
        void close();
    }

    /** The time in which one process alone works on a cluster. */
    public interface Turn extends AutoCloseable {

        /** Let the next one work. */
        @Override
        void close();
    }

    /**
     * Let other processes of this machine attach.
     *
     * @param controlFile where to write how; who can read it can do anything to the cluster
     * @throws io.kafkatrial.engine.TrialException if it cannot be written
     */
    public static Share share(Cluster cluster, Path controlFile) {
        ControlHost host = ControlHost.open(
                new HostedCluster(
                        cluster.spec(),
                        cluster.engine(),
                        cluster.capabilities(),
                        cluster.startedIn(),
                        cluster.running(),
                        cluster.injector()),
                controlFile);
        return new Share() {
            @Override
            public void keepWire(String who) {
                host.keepWire(who);
            }

            @Override
            public void close() {
                host.close();
            }
        };
    }

    /**
     * Attach to a cluster that another process of this machine runs. It is used like one of this process; closing it
     * undoes what was done to it here, and leaves it running.
     *
     * @param controlFile what that process wrote: {@link #share}, the Maven plugin, or {@code run --control-file}
     * @throws io.kafkatrial.engine.TrialException if there is no such cluster
     */
    public static Cluster attach(Path controlFile) {
        return attach(controlFile, List.of());
    }

    /**
     * The same.
     *
     * @param topics what this process will have in it beside the topics it was started with
     */
    public static Cluster attach(Path controlFile, List<TopicSpec> topics) {
        AttachedCluster running = AttachedCluster.to(controlFile);
        return new Cluster(
                running.spec().withMoreTopics(topics), AttachedEngine.of(running), running, running.startedIn());
    }

    /** The number this process has among those that are attached, ever were or will be; empty in the one that runs it. */
    public static OptionalInt process(Cluster cluster) {
        return cluster.running() instanceof AttachedCluster attached
                ? OptionalInt.of(attached.process())
                : OptionalInt.empty();
    }

    /** Whether another process runs it. */
    public static boolean isAttached(Cluster cluster) {
        return cluster.running() instanceof AttachedCluster;
    }

    /**
     * Wait until no other process works on this cluster, and let none until the turn is over. For a cluster of this
     * process alone there is nothing to wait for.
     */
    public static Turn takeTurn(Cluster cluster) {
        if (cluster.running() instanceof AttachedCluster attached) {
            attached.takeTurn();
            return attached::giveTurn;
        }
        return () -> {};
    }
}
