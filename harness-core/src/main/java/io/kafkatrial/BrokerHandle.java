/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.NodeState;
import java.time.Duration;

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
    public void losePower() {
        cluster.pull(new Lever.PowerLoss(id));
    }

    @Override
    public void wipeDisk() {
        cluster.pull(new Lever.WipeDisk(id));
    }

    @Override
    public void fillDisk() {
        cluster.pull(new Lever.FullDisk(id, true));
    }

    @Override
    public void failDisk() {
        cluster.pull(new Lever.FailedLogDir(id, true));
    }

    @Override
    public void slowDisk(Duration latency) {
        cluster.pull(new Lever.SlowDisk(id, latency));
    }

    @Override
    public void healDisk() {
        cluster.pull(new Lever.FullDisk(id, false));
        cluster.pull(new Lever.FailedLogDir(id, false));
        cluster.pull(new Lever.SlowDisk(id, Duration.ZERO));
    }

    @Override
    public void skewClock(Duration by) {
        cluster.pull(new Lever.SkewClock(Endpoint.broker(id), by));
    }

    @Override
    public String toString() {
        return "broker " + id;
    }
}
