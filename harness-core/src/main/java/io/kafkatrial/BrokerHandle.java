/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;

/** A broker of a cluster, by its id. */
record BrokerHandle(Cluster cluster, int id) implements Broker {

    @Override
    public int port() {
        int index = cluster.running().brokers().indexOf(id);
        String address = cluster.bootstrapServers().split(",", -1)[index];
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Override
    public NodeState state() {
        return cluster.running().state(id);
    }

    @Override
    public void crash() {
        cluster.pull(new Lever.Crash(id));
    }

    @Override
    public void restart() {
        cluster.pull(new Lever.Restart(id));
    }

    @Override
    public void stop() {
        cluster.pull(new Lever.Stop(id));
    }

    @Override
    public void pause() {
        cluster.pull(new Lever.Pause(id));
    }

    @Override
    public void resume() {
        cluster.pull(new Lever.Resume(id));
    }

    @Override
    public String toString() {
        return "broker " + id;
    }
}
