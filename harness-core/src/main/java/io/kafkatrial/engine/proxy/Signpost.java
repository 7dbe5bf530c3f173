/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import java.net.InetSocketAddress;

/**
 * Sends clients of a cluster that knows nothing of the proxy to its doors: asked for every address of a broker in an
 * answer. Called by several event loops; must not block.
 */
@FunctionalInterface
public interface Signpost {

    /**
     * Where clients shall find a broker.
     *
     * @param broker its id
     * @param advertised where it says it is; not resolved
     */
    InetSocketAddress instead(int broker, InetSocketAddress advertised);
}
