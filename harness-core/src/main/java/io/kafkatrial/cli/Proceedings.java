/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes on while a cluster of the command line runs, and how it ends: once, by whoever comes first, the thread of the
 * command or that of a signal; the other waits. Safe for use by the two.
 */
final class Proceedings {

    private final Cluster cluster;
    private final Optional<ReadyFile> ready;
    private final SecurityOptions security;
    private final TrialOptions trial;
    private Optional<Tribunal.Hearing> hearing = Optional.empty();
    private Optional<SharedCluster.Share> share = Optional.empty();
    private boolean ended;
    private boolean passed = true;

    Proceedings(Cluster cluster, Optional<ReadyFile> ready, SecurityOptions security, TrialOptions trial) {
        this.cluster = cluster;
        this.ready = ready;
        this.security = security;
        this.trial = trial;
    }

    /**
     * Begin to record, arm the faults, and let others attach, before anybody knows where the cluster is.
     *
     * @param controlFile by which others attach; null if they may not
     */
    synchronized void open(Optional<Charge> charge, @Nullable Path controlFile) {
        hearing = trial.open(cluster, charge);
        if (controlFile != null) {
            SharedCluster.Share shared = SharedCluster.share(cluster, controlFile.toAbsolutePath());
            charge.filter(Charge::recordsWire).ifPresent(asked -> shared.keepWire("the process of the cluster"));
            share = Optional.of(shared);
        }
    }

    /** Stop everything, and before that judge, if it is wanted; whether all is as it was claimed. */
    synchronized boolean end(boolean conclude, PrintWriter out) {
        if (ended) {
            return passed;
        }
        ended = true;
        ready.ifPresent(ReadyFile::clear);
        share.ifPresent(SharedCluster.Share::close);
        try {
            if (conclude && hearing.isPresent()) {
                Findings found = hearing.get().conclude();
                found.lines().forEach(out::println);
                passed = found.passed();
                trial.write(found);
            }
        } finally {
            hearing.ifPresent(Tribunal.Hearing::close);
            cluster.close();
            security.clear();
        }
        return passed;
    }
}
