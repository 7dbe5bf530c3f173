/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.container.docker.Docker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How this process and the containers reach each other. Near, on the machine of the Docker engine, each has an address in
 * the containers' network: the proxy listens there, and knows nodes by their addresses. Far, across a network or a virtual
 * machine, this process gets in by published ports, and containers talk to each other directly. Immutable.
 *
 * @param near whether it is the same machine
 * @param host where published ports are found
 */
record Reach(boolean near, String host) {

    /** Set to {@code direct} where a firewall keeps containers from their own machine. */
    static final String PROPERTY = "trial.container.links";

    /** As it is with this Docker engine. */
    static Reach of(Docker docker) {
        boolean wanted = !System.getProperty(PROPERTY, "proxy")
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("direct");
        return new Reach(wanted && docker.isHere(), docker.host());
    }

    /** Where this process finds a port of a container; null if there is no way. */
    @Nullable
    InetSocketAddress address(Docker.Condition container, int port) {
        if (near) {
            Optional<InetAddress> address = container.address();
            return address.isPresent() ? new InetSocketAddress(address.get(), port) : null;
        }
        Integer published = container.ports().get(port);
        return published == null ? null : new InetSocketAddress(host, published);
    }
}
