/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * Docker as Testcontainers finds it: by its properties, by DOCKER_HOST, at the usual places. Its reaper is not started:
 * what is made here has labels of its own and a {@link Caretaker}. Safe for use by several threads.
 */
public final class TestcontainersDocker implements Docker {

    /** Where a process finds it that is in a container itself, beside those it has made. */
    private static final Path IN_CONTAINER = Path.of("/.dockerenv");

    private final URI at;
    private final DockerClient client;
    private final Owner owner = Owner.self();
    private final Remains remains;
    private final Networks networks;

    /** Held as long as this is, and with it the other end of the caretaker's standard input. */
    private final Optional<Process> caretaker;

    private TestcontainersDocker(TransportConfig transport, DockerClient client) {
        this.at = transport.getDockerHost();
        this.client = client;
        this.remains = new Remains(client);
        this.networks = new Networks(client);
        this.caretaker = Caretaker.canReach(at, transport.getSslConfig() != null)
                ? Optional.of(Watch.begin(at, owner))
                : Optional.empty();
    }

    /**
     * Find the Docker engine, and remove there what processes of this machine have left behind.
     *
     * @throws DockerFailure if there is none
     */
    public static Docker connect() {
        return trying(() -> {
            TransportConfig transport = DockerClientFactory.instance().getTransportConfig();
            DockerClient client = DockerClientProviderStrategy.getClientForConfig(transport);
            client.versionCmd().exec();
            TestcontainersDocker docker = new TestcontainersDocker(transport, client);
            docker.remains.sweep();
            return docker;
        });
    }

    /** Every failure of the client as one of ours. */
    private static <T> T trying(Supplier<T> act) {
        try {
            return act.get();
        } catch (DockerFailure told) {
            throw told;
        } catch (RuntimeException failed) {
            throw new DockerFailure(words(failed), failed);
        }
    }

    private static void trying(Runnable act) {
        trying(() -> {
            act.run();
            return true;
        });
    }

    /** What Docker says, out of the JSON it says it in. */
    private static String words(RuntimeException failed) {
        String text = String.valueOf(failed.getMessage());
        int begin = text.indexOf("{\"message\":\"");
        int end = text.lastIndexOf("\"}");
        return failed instanceof DockerException && begin >= 0 && end > begin
                ? text.substring(begin + "{\"message\":\"".length(), end).replace("\\\"", "\"")
                : text.strip();
    }

    @Override
    public String place() {
        return at.toString();
    }

    /** Testcontainers knows it, too, but may want to run a container of another image to find out. */
    @Override
    public String host() {
        String told = System.getenv("TESTCONTAINERS_HOST_OVERRIDE");
        if (told != null && !told.isBlank()) {
            return told;
        }
        if (at.getHost() != null) {
            return at.getHost();
        }
        boolean beside = Files.exists(IN_CONTAINER) && !isHere();
        return trying(() -> networks.usualGateway().filter(gateway -> beside).map(InetAddress::getHostAddress))
                .orElse("127.0.0.1");
    }

    @Override
    public String architecture() {
        return trying(() -> String.valueOf(client.versionCmd().exec().getArch()));
    }

    @Override
    public boolean isHere() {
        return trying(() -> networks.areHere(labels("")));
    }

    @Override
    public Optional<Image> image(String name) {
        return trying(() -> {
            try {
                return Optional.of(new Image(
                        String.valueOf(client.inspectImageCmd(name).exec().getArch())));
            } catch (NotFoundException missing) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void pull(String name) {
        trying(() -> Streams.pull(client, name));
    }

    private Map<String, String> labels(String group) {
        return Map.of(Owner.LABEL, owner.toString(), Owner.GROUP, group);
    }

    @Override
    public Network makeNetwork(String name, String group) {
        return trying(() -> networks.make(name, labels(group)));
    }

    @Override
    public void makeVolume(String name, String group) {
        trying(() -> {
            client.createVolumeCmd().withName(name).withLabels(labels(group)).exec();
        });
    }

    @Override
    public String make(Recipe recipe) {
        return trying(() -> {
            HostConfig host = HostConfig.newHostConfig()
                    .withNetworkMode(recipe.name().network())
                    .withBinds(new Bind(
                            recipe.mount().getKey(), new Volume(recipe.mount().getValue())))
                    .withExtraHosts(recipe.hosts().entrySet().stream()
                            .map(entry -> entry.getKey() + ":" + entry.getValue())
                            .toArray(String[]::new))
                    .withPortBindings(recipe.published().stream()
                            .map(port -> new PortBinding(Ports.Binding.empty(), ExposedPort.tcp(port)))
                            .toArray(PortBinding[]::new));
            CreateContainerCmd command = client.createContainerCmd(recipe.image())
                    .withName(recipe.name().container())
                    .withHostName(recipe.name().host())
                    .withAliases(recipe.name().host())
                    .withLabels(labels(recipe.group()))
                    .withEnv(recipe.environment().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList())
                    .withExposedPorts(
                            recipe.published().stream().map(ExposedPort::tcp).toArray(ExposedPort[]::new))
                    .withHostConfig(host);
            if (!recipe.command().isEmpty()) {
                command.withEntrypoint(recipe.command());
            }
            recipe.user().ifPresent(command::withUser);
            return command.exec().getId();
        });
    }

    @Override
    public void copyIn(String container, Map<String, Path> files) {
        trying(() -> {
            client.copyArchiveToContainerCmd(container)
                    .withRemotePath("/")
                    .withTarInputStream(Archives.of(files))
                    .exec();
        });
    }

    @Override
    public boolean copyOut(String container, String path, Path into) {
        return trying(() -> {
            try (InputStream tar =
                    client.copyArchiveFromContainerCmd(container, path).exec()) {
                Archives.unpack(tar, into);
                return true;
            } catch (NotFoundException missing) {
                return false;
            } catch (IOException broken) {
                throw new DockerFailure("the archive of " + path + " breaks off: " + broken.getMessage(), broken);
            }
        });
    }

    @Override
    public void start(String container) {
        trying(() -> {
            client.startContainerCmd(container).exec();
        });
    }

    @Override
    public void kill(String container) {
        trying(() -> {
            client.killContainerCmd(container).withSignal("KILL").exec();
        });
    }

    @Override
    public void stop(String container, int seconds) {
        trying(() -> {
            try {
                client.stopContainerCmd(container).withTimeout(seconds).exec();
            } catch (NotModifiedException ended) {
                // it is what was wanted
            }
        });
    }

    @Override
    public void pause(String container) {
        trying(() -> {
            client.pauseContainerCmd(container).exec();
        });
    }

    @Override
    public void unpause(String container) {
        trying(() -> {
            client.unpauseContainerCmd(container).exec();
        });
    }

    @Override
    public void disconnect(String container, String network) {
        trying(() -> {
            client.disconnectFromNetworkCmd()
                    .withContainerId(container)
                    .withNetworkId(network)
                    .withForce(true)
                    .exec();
        });
    }

    @Override
    public void connect(String container, Name name) {
        trying(() -> {
            client.connectToNetworkCmd()
                    .withContainerId(container)
                    .withNetworkId(name.network())
                    .withContainerNetwork(new ContainerNetwork().withAliases(name.host()))
                    .exec();
        });
    }

    @Override
    public Optional<Condition> condition(String container) {
        return trying(() -> {
            try {
                return Optional.of(
                        condition(client.inspectContainerCmd(container).exec()));
            } catch (NotFoundException missing) {
                return Optional.empty();
            }
        });
    }

    private static Condition condition(InspectContainerResponse answer) {
        InspectContainerResponse.ContainerState state = answer.getState();
        boolean running = Boolean.TRUE.equals(state.getRunning());
        Long exitCode = state.getExitCodeLong();
        Map<Integer, Integer> ports = new TreeMap<>();
        answer.getNetworkSettings().getPorts().getBindings().forEach((port, bindings) -> {
            if (bindings != null && bindings.length > 0) {
                ports.put(port.getPort(), Integer.parseInt(bindings[0].getHostPortSpec()));
            }
        });
        return new Condition(
                running,
                running || exitCode == null ? OptionalLong.empty() : OptionalLong.of(exitCode),
                Boolean.TRUE.equals(state.getOOMKilled()),
                String.valueOf(state.getError()),
                answer.getNetworkSettings().getNetworks().values().stream()
                        .map(ContainerNetwork::getIpAddress)
                        .filter(address -> address != null && !address.isBlank())
                        .map(Networks::address)
                        .findFirst(),
                ports);
    }

    @Override
    public String log(String container, int lines) {
        return Streams.log(client, container, lines);
    }

    @Override
    public AutoCloseable onEnd(String group, Consumer<String> ended) {
        return trying(() -> Streams.ends(client, Owner.GROUP + "=" + group, ended));
    }

    @Override
    public void remove(String container) {
        trying(() -> remains.removeContainer(container));
    }

    @Override
    public void removeGroup(String group) {
        trying(() -> remains.removeAll(Owner.GROUP + "=" + group));
    }

    /** Words for messages. */
    @Override
    public String toString() {
        return "Docker at " + at + (caretaker.isPresent() ? "" : ", without a caretaker");
    }
}
