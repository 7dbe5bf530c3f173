/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.Health;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.container.docker.DockerFailure;
import io.kafkatrial.engine.outside.Deadline;
import io.kafkatrial.engine.outside.Outlook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts one cluster: a network, a container and a volume for each node, all at the same time; ready when the controllers
 * have let in every broker and every topic has its leaders. Takes everything down again if that fails. Used once, by one
 * thread.
 */
final class Startup {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private final ClusterSpec spec;
    private final ImageChoice image;
    private final Docker docker;
    private final Reach reach;
    private final String group;

    private Startup(ClusterSpec spec, ImageChoice image, Docker docker, Reach reach) {
        this.spec = spec;
        this.image = image;
        this.docker = docker;
        this.reach = reach;
        this.group = "kafka-trial-" + Long.toHexString(ProcessHandle.current().pid()) + "-"
                + Long.toHexString(InstantSource.system().millis() & 0xFFFFFFL) + "-" + CLUSTERS.incrementAndGet();
    }

    /**
     * Start a cluster.
     *
     * @throws TrialException if it does not come up, with the end of the log of the container that is to blame
     */
    static ContainerCluster start(ClusterSpec spec, Docker docker, Reach reach) {
        ImageChoice image = ImageChoice.of(spec);
        Images.require(docker, image.name());
        return new Startup(spec, image, docker, reach).start();
    }

    private ContainerCluster start() {
        Map<Integer, ContainerSeat> seats = seats();
        Outlook outlook = new Outlook();
        Optional<ClusterSecurity> security =
                ClusterSecurity.of(spec, InstantSource.system().instant());
        Environment environment = new Environment(spec, image, security, seats.values());
        Doors doors = new Doors(new Doors.Setting(spec, security, docker.place()), seats, outlook);
        try {
            make(seats, doors, environment);
        } catch (DockerFailure refused) {
            undo(doors, security);
            throw ContainerComplaints.refused(
                    "make the containers of the cluster", String.valueOf(refused.getMessage()), refused);
        } catch (RuntimeException | Error failed) {
            undo(doors, security);
            throw failed;
        }
        ContainerCluster cluster = new ContainerCluster(
                new ContainerCluster.Parts(docker, group, seats, doors, outlook, security, image.version()));
        try {
            cluster.follow();
            cluster.containers().beginAll();
            awaitServing(cluster);
            security.ifPresent(rules -> cluster.watched().letIn(rules, cluster.brokers(), PATIENCE));
            cluster.watched().markNew();
            if (!cluster.watched().createTopics(spec.topics(), PATIENCE)) {
                throw ContainerComplaints.nodeFailed(
                        "the cluster",
                        Health.missing(cluster),
                        cluster.containers().log(cluster.seats().iterator().next()));
            }
            return cluster;
        } catch (RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    private void undo(Doors doors, Optional<ClusterSecurity> security) {
        try {
            docker.removeGroup(group);
        } finally {
            doors.close();
            security.ifPresent(ClusterSecurity::close);
        }
    }

    private Map<Integer, ContainerSeat> seats() {
        TreeSet<Integer> ids = new TreeSet<>(spec.controllerIds());
        for (int broker = 1; broker <= spec.brokers(); broker++) {
            ids.add(broker);
        }
        Map<Integer, ContainerSeat> seats = new TreeMap<>();
        for (int id : ids) {
            Docker.Name name = new Docker.Name(group + "-node-" + id, "node-" + id + ".trial", group);
            boolean controller = spec.controllerIds().contains(id);
            seats.put(
                    id, new ContainerSeat(new ContainerSeat.Place(id, id <= spec.brokers(), controller, name), reach));
        }
        return seats;
    }

    private void make(Map<Integer, ContainerSeat> seats, Doors doors, Environment environment) {
        Docker.Network network = docker.makeNetwork(group, group);
        doors.open(network.gateway().filter(gateway -> reach.near()));
        seats.values().parallelStream().forEach(seat -> {
            docker.makeVolume(seat.name().container(), group);
            seat.container(docker.make(
                    environment.recipe(seat, doors, network.gateway().filter(gateway -> reach.near()), group)));
            Map<String, Path> files = environment.files(environment.properties(seat, doors));
            if (!files.isEmpty()) {
                docker.copyIn(seat.container(), files);
            }
        });
    }

    private void awaitServing(ContainerCluster cluster) {
        Deadline.in(PATIENCE)
                .await(() -> dead(cluster).isPresent() || missing(cluster).isEmpty());
        dead(cluster).ifPresent(seat -> {
            throw failed(
                    seat,
                    cluster.containers().obituary(seat),
                    cluster.containers().log(seat));
        });
        missing(cluster).stream().findFirst().ifPresent(seat -> {
            throw failed(
                    seat,
                    "it was not let in within " + PATIENCE.toMinutes() + " min",
                    cluster.containers().log(seat));
        });
    }

    private TrialException failed(ContainerSeat seat, String why, String log) {
        String built =
                docker.image(image.name()).map(Docker.Image::architecture).orElse("");
        boolean foreign = !built.isEmpty() && !built.equals(docker.architecture());
        String cause = foreign && log.contains("exec format error")
                ? why + "; the image " + image.name() + " is for " + built + " and Docker runs on "
                        + docker.architecture()
                : why + ", image " + image.name();
        return ContainerComplaints.nodeFailed(seat.endpoint().toString(), cause, log);
    }

    private static Optional<ContainerSeat> dead(ContainerCluster cluster) {
        return cluster.seats().stream()
                .filter(seat -> seat.state() != NodeState.RUNNING)
                .findFirst();
    }

    private static List<ContainerSeat> missing(ContainerCluster cluster) {
        return cluster.seats().stream().filter(seat -> !cluster.serves(seat)).toList();
    }
}
