/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Health;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.apache.process.NodeProcess;
import io.kafkatrial.engine.apache.process.Workplace;
import io.kafkatrial.engine.outside.Deadline;
import io.kafkatrial.engine.outside.Outlook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Starts one cluster: directories formatted by hand, all JVMs at the same time, ready when the controllers have let in
 * every broker and every topic has its leaders. Takes everything down again if that fails. Used once, by one thread.
 */
final class Startup {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 3;

    private final ClusterSpec spec;
    private final Installation installation;
    private final List<String> further;
    private final Format format;

    private Startup(ClusterSpec spec, Installation installation, List<String> further, Format format) {
        this.spec = spec;
        this.installation = installation;
        this.further = further;
        this.format = format;
    }

    /**
     * Start a cluster.
     *
     * @param further options for the JVMs; none to use the archive of classes, which is made if there is none
     * @throws TrialException if it does not come up, with the end of the log of the node that is to blame
     */
    static ApacheCluster start(ClusterSpec spec, Installation installation, List<String> further) {
        Path bootstrap = Preparation.bootstrap(installation, NodeConfig.features(spec));
        if (further.isEmpty()) {
            Preparation.archive(installation);
        }
        Startup startup = new Startup(spec, installation, further, new Format(bootstrap, spec.seed()));
        for (int attempt = 1; ; attempt++) {
            try {
                return startup.attempt();
            } catch (TrialException failed) {
                if (attempt == ATTEMPTS || spec.firstPort().isPresent() || !isStolenPort(failed)) {
                    throw failed;
                }
            }
        }
    }

    private static boolean isStolenPort(TrialException failed) {
        return String.valueOf(failed.getMessage()).contains("Address already in use");
    }

    private ApacheCluster attempt() {
        Programs programs = new Programs(spec, installation, further);
        Workplace place = Workplace.make();
        ApacheCluster cluster = new ApacheCluster(parts(place, programs), spec);
        try {
            cluster.processes().beginAll();
            cluster.watched().start();
            awaitServing(cluster);
            cluster.security().ifPresent(rules -> cluster.watched().letIn(rules, cluster.brokers(), PATIENCE));
            cluster.watched().markNew();
            createTopics(cluster);
            return cluster;
        } catch (RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    private ApacheCluster.Parts parts(Workplace place, Programs programs) {
        Map<Integer, NodeSeat> seats = new TreeMap<>();
        Outlook outlook = new Outlook();
        try {
            seats.putAll(Seating.of(spec, place.directory()));
            Neighbourhood names = new Neighbourhood(seats.keySet());
            Optional<ClusterSecurity> security =
                    ClusterSecurity.of(spec, InstantSource.system().instant());
            Doors doors = new Doors(names, outlook, spec, security);
            try {
                doors.open(seats.values(), spec.firstPort());
                writeFiles(seats, doors, new Names(names, security));
                return new ApacheCluster.Parts(programs, place, seats, doors, outlook, security, format);
            } catch (RuntimeException | Error failed) {
                doors.close();
                security.ifPresent(ClusterSecurity::close);
                throw failed;
            }
        } catch (RuntimeException | Error failed) {
            seats.values().forEach(NodeSeat::closePorts);
            place.close();
            throw failed;
        }
    }

    /** How nodes are called, and who gets in. */
    private record Names(Neighbourhood nodes, Optional<ClusterSecurity> security) {}

    private void writeFiles(Map<Integer, NodeSeat> seats, Doors doors, Names how) {
        Neighbourhood names = how.nodes();
        String voters = seats.values().stream()
                .filter(NodeSeat::isController)
                .map(seat -> seat.id() + "@" + names.name(seat.id()) + ":"
                        + seat.controllerPort().orElseThrow().address().getPort())
                .collect(Collectors.joining(","));
        for (NodeSeat seat : seats.values()) {
            OptionalInt client =
                    seat.isBroker() ? OptionalInt.of(doors.forClients(seat.id()).getPort()) : OptionalInt.empty();
            NodeConfig.Wiring wiring =
                    new NodeConfig.Wiring(installation.version(), voters, names, client, how.security());
            try {
                format.write(seat);
                Files.writeString(NodeConfig.hosts(seat.home()), names.hostsFile(seat.id()));
                Files.writeString(NodeConfig.file(seat.home()), NodeConfig.text(NodeConfig.of(spec, seat, wiring)));
            } catch (IOException failed) {
                throw ApacheComplaints.workplace(seat.home().toString(), failed);
            }
        }
    }

    private static void awaitServing(ApacheCluster cluster) {
        Deadline deadline = Deadline.in(PATIENCE);
        deadline.await(() -> dead(cluster).isPresent() || missing(cluster).isEmpty());
        dead(cluster).ifPresent(seat -> {
            throw ApacheComplaints.nodeFailed(
                    seat.endpoint().toString(), "its process ended", seat.log().tail(), null);
        });
        List<NodeSeat> missing = missing(cluster);
        if (!missing.isEmpty()) {
            NodeSeat first = missing.get(0);
            NodeProcess process = first.process();
            String words = process == null ? first.log().tail() : process.lastWords();
            throw ApacheComplaints.nodeFailed(
                    first.endpoint().toString(),
                    "it was not let in within " + PATIENCE.toMinutes() + " min",
                    words,
                    null);
        }
    }

    private static Optional<NodeSeat> dead(ApacheCluster cluster) {
        return cluster.seats().values().stream()
                .filter(seat -> {
                    NodeProcess process = seat.process();
                    return process == null || !process.isAlive();
                })
                .findFirst();
    }

    private static List<NodeSeat> missing(ApacheCluster cluster) {
        List<NodeSeat> missing = new ArrayList<>();
        for (NodeSeat seat : cluster.seats().values()) {
            boolean in = seat.isBroker()
                    ? cluster.view().broker(seat.id()).serving() && seat.isOpen()
                    : cluster.watched().tail().leader().isPresent();
            if (!in) {
                missing.add(seat);
            }
        }
        return missing;
    }

    private void createTopics(ApacheCluster cluster) {
        if (!cluster.watched().createTopics(spec.topics(), PATIENCE)) {
            NodeSeat first = cluster.seats().values().iterator().next();
            NodeProcess process = first.process();
            throw ApacheComplaints.nodeFailed(
                    "the cluster",
                    Health.missing(cluster),
                    process == null ? first.log().tail() : process.lastWords(),
                    null);
        }
    }
}
