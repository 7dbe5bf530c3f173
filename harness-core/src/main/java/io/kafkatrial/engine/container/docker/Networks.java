/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network.Ipam.Config;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The networks of a Docker engine, and which machine is in them. Safe for use by several threads. */
final class Networks {

    /** So much of its id is in the name of a network's bridge. */
    private static final int BRIDGE_ID = 12;

    private final DockerClient client;
    private @Nullable Boolean here;

    Networks(DockerClient client) {
        this.client = client;
    }

    /** Make one. */
    Docker.Network make(String name, Map<String, String> labels) {
        String id = client.createNetworkCmd()
                .withName(name)
                .withLabels(labels)
                .exec()
                .getId();
        return new Docker.Network(id, gateway(id));
    }

    /** The address its machine has in its usual network, whatever machine that is. */
    Optional<InetAddress> usualGateway() {
        return gateway("bridge");
    }

    private Optional<InetAddress> gateway(String network) {
        try {
            return client.inspectNetworkCmd().withNetworkId(network).exec().getIpam().getConfig().stream()
                    .flatMap(config -> gateway(config).stream())
                    .findFirst();
        } catch (NotFoundException missing) {
            return Optional.empty();
        }
    }

    /** The usual network does not say it where nobody has set it: there it is the first address. */
    private static Optional<InetAddress> gateway(Config config) {
        String gateway = config.getGateway();
        if (gateway != null && !gateway.isBlank()) {
            return Optional.of(address(gateway));
        }
        String subnet = config.getSubnet();
        if (subnet == null || !subnet.contains(".")) {
            return Optional.empty();
        }
        String first = subnet.substring(0, subnet.indexOf('/'));
        int last = first.lastIndexOf('.') + 1;
        return Optional.of(address(first.substring(0, last) + (Integer.parseInt(first.substring(last)) + 1)));
    }

    /** Of an address in figures, so nobody is asked. */
    static InetAddress address(String figures) {
        try {
            return InetAddress.getByName(figures);
        } catch (UnknownHostException strange) {
            throw new DockerFailure(figures + " is no address", strange);
        }
    }

    /**
     * Whether this machine is the one with an address in every network. Asked once, for it costs one network: all Docker
     * engines give themselves the same address in the usual one, and this machine may have another engine.
     */
    synchronized boolean areHere(Map<String, String> labels) {
        Boolean known = here;
        if (known == null) {
            known = usualGateway().filter(Networks::isMine).isPresent() && isNewOneHere(labels);
            here = known;
        }
        return known;
    }

    private boolean isNewOneHere(Map<String, String> labels) {
        Docker.Network tried =
                make("kafka-trial-look-" + ProcessHandle.current().pid(), labels);
        try {
            String bridge = "br-" + tried.id().substring(0, BRIDGE_ID);
            return NetworkInterface.getByName(bridge) != null;
        } catch (SocketException unknown) {
            return false;
        } finally {
            client.removeNetworkCmd(tried.id()).exec();
        }
    }

    private static boolean isMine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
