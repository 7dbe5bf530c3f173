/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.embedded.link.WireTransport;
import io.kafkatrial.engine.embedded.loop.Loop;
import io.kafkatrial.engine.embedded.loop.SkewedClock;
import io.kafkatrial.engine.embedded.loop.StallProofClock;
import io.kafkatrial.engine.embedded.loop.SystemClock;
import io.kafkatrial.engine.embedded.loop.ThreadLoop;
import io.kafkatrial.engine.embedded.quorum.QuorumWires;
import io.kafkatrial.engine.link.Links;
import io.kafkatrial.engine.net.NetworkThreads;
import io.kafkatrial.engine.wire.WireTable;
import io.kafkatrial.engine.witness.WitnessStand;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * What the brokers and controllers of one cluster share: the clock, the wire between them with its
 * links, and the network threads. Safe for use by several threads.
 */
final class Fabric implements AutoCloseable {

    private static final long TICK_MS = 10;

    private final ThreadLoop wire;
    private final StallProofClock clock;
    private final ConcurrentMap<Integer, SkewedClock> clocks = new ConcurrentHashMap<>();
    private final Links links;
    private final WireTransport transport;
    private final WireTable table;
    private final WitnessStand witnesses = new WitnessStand(id -> this.topicNames.apply(id), InstantSource.system());
    private volatile Function<String, Optional<String>> topicNames = id -> Optional.empty();
    private final Optional<ClusterSecurity> security;
    private final NetworkThreads network = new NetworkThreads();

    /**
     * Begin.
     *
     * @param withFaults false leaves out the table of requests, so that its cost can be measured
     */
    Fabric(String name, long seed, Optional<ClusterSecurity> security, boolean withFaults) {
        this.security = security;
        this.table = withFaults ? new WireTable(id -> this.topicNames.apply(id)) : WireTable.leftOut();
        SystemClock system = new SystemClock();
        wire = ThreadLoop.start(name + "-wire", system);
        clock = new StallProofClock(system);
        links = new Links(seed);
        transport = new WireTransport(links, table, wire);
        tick();
    }

    private void tick() {
        clock.tick();
        wire.schedule(TICK_MS, this::tick);
    }

    /** Delivers what is late, ticks the clock, and beats for the brokers; must not be kept busy. */
    Loop wire() {
        return wire;
    }

    /** The harness's own clock, which is right. */
    StallProofClock clock() {
        return clock;
    }

    /** The clock of the process with this id, the same for all its lives. */
    SkewedClock clock(int process) {
        return clocks.computeIfAbsent(process, id -> new SkewedClock(clock));
    }

    /** Where the history of the wire is written from. */
    WitnessStand witnesses() {
        return witnesses;
    }

    /** The rules for single requests. */
    WireTable table() {
        return table;
    }

    /** Who knows the names of topics by their ids, once there are controllers. */
    void topicNames(Function<String, Optional<String>> names) {
        topicNames = names;
    }

    Links links() {
        return links;
    }

    WireTransport transport() {
        return transport;
    }

    /** What the controllers of this cluster hang on: their voters run on the wire's thread. */
    QuorumWires wires() {
        return new QuorumWires(transport, wire, clock, this::clock);
    }

    NetworkThreads network() {
        return network;
    }

    /** Who gets in; empty lets everybody in. */
    Optional<ClusterSecurity> security() {
        return security;
    }

    @Override
    public void close() {
        if (security.isPresent()) {
            security.get().close();
        }
        network.close();
        wire.kill();
    }
}
