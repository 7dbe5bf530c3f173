/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ContainerComplaints;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaLog;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.container.docker.Docker;
import io.kafkatrial.engine.container.docker.DockerFailure;
import io.kafkatrial.engine.metadata.ReplicaFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is fetched out of containers when somebody asks for it: their logs, the files of a partition. It lies in a
 * directory of its own until this is closed. Safe for use by several threads.
 */
final class Extracts implements AutoCloseable {

    private static final String START_OFFSETS = "log-start-offset-checkpoint";

    private final Docker docker;
    private final Collection<ContainerSeat> seats;
    private @Nullable Path directory;

    Extracts(Docker docker, Collection<ContainerSeat> seats) {
        this.docker = docker;
        this.seats = List.copyOf(seats);
    }

    private synchronized Path directory() {
        try {
            Path made = directory;
            if (made == null) {
                made = Files.createTempDirectory("kafka-trial-container-");
                directory = made;
            }
            return made;
        } catch (IOException failed) {
            throw ContainerComplaints.files("what is fetched from containers", failed);
        }
    }

    /** What every container wrote until now, by the names of the nodes. */
    Map<String, Path> logs() {
        Map<String, Path> logs = new TreeMap<>();
        for (ContainerSeat seat : seats) {
            Path file = directory().resolve("node-" + seat.id() + ".log");
            try {
                Files.writeString(file, docker.log(seat.container(), 0));
            } catch (IOException failed) {
                throw ContainerComplaints.files("the logs of nodes", failed);
            }
            logs.put(seat.endpoint().toString(), file);
        }
        return logs;
    }

    /** The log of a partition as the container has it, running or not. */
    Optional<ReplicaLog> replica(ContainerSeat seat, PartitionId partition, Consumer<ReplicaRecord> records) {
        try {
            Path copy = Files.createTempDirectory(directory(), "replica-");
            String name = partition.topic() + "-" + partition.partition();
            try {
                docker.copyOut(seat.container(), Environment.DATA + "/" + START_OFFSETS, copy);
                return docker.copyOut(seat.container(), Environment.DATA + "/" + name, copy)
                        ? ReplicaFiles.read(copy, partition, records)
                        : Optional.empty();
            } finally {
                delete(copy);
            }
        } catch (DockerFailure unreadable) {
            return Optional.empty();
        } catch (IOException failed) {
            throw ContainerComplaints.files("the files of a partition", failed);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException stays) {
            // a temporary file may stay
        }
    }

    @Override
    public synchronized void close() {
        if (directory != null) {
            delete(directory);
            directory = null;
        }
    }
}
