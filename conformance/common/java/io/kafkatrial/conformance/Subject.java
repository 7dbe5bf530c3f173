/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.Map;
import java.util.TreeMap;

/** A three-broker cluster of some make. */
interface Subject {

    /** Start it. */
    void start() throws Exception;

    /** The bootstrap servers of the brokers that run. */
    String bootstrapServers();

    /** The ids of the brokers, ascending. */
    int[] brokers();

    /** Stop a broker in good order. */
    void stop(int broker) throws Exception;

    /** Start it again with its data. */
    void restart(int broker) throws Exception;

    /** Whether it has the levers of a harness: those below. Probes that need them are not put to a subject without. */
    default boolean hasLevers() {
        return false;
    }

    /** Kill a broker without a goodbye. */
    default void crash(int broker) {
        throw new UnsupportedOperationException("crash");
    }

    /** Freeze a broker with its sockets open. */
    default void pause(int broker) {
        throw new UnsupportedOperationException("pause");
    }

    /** Let it run on. */
    default void resume(int broker) {
        throw new UnsupportedOperationException("resume");
    }

    /** Kill the controller without a goodbye. */
    default void crashController() {
        throw new UnsupportedOperationException("crash of a controller");
    }

    /** Start it again with its data. */
    default void restartController() {
        throw new UnsupportedOperationException("restart of a controller");
    }

    /** End it. */
    void close() throws Exception;

    /** What the embedded engine has by default, for the sides that have other defaults. */
    static Map<String, String> brokerConfig() {
        Map<String, String> config = new TreeMap<>();
        config.put("default.replication.factor", "3");
        config.put("min.insync.replicas", "2");
        config.put("transaction.state.log.min.isr", "2");
        config.put("share.coordinator.state.topic.min.isr", "2");
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            config.put(topic + ".replication.factor", "3");
            config.put(topic + ".num.partitions", "4");
            config.put(topic + ".segment.bytes", "1048576");
        }
        config.put("replica.lag.time.max.ms", "2000");
        // a broker in a process of its own must not seem dead because the machine is busy
        config.put("broker.session.timeout.ms", "3000");
        config.put("log.cleaner.dedupe.buffer.size", "2097152");
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("group.min.session.timeout.ms", "100");
        config.put("group.coordinator.append.linger.ms", "0");
        config.put("group.consumer.heartbeat.interval.ms", "300");
        config.put("group.consumer.min.heartbeat.interval.ms", "50");
        config.put("group.consumer.session.timeout.ms", "10000");
        config.put("group.consumer.min.session.timeout.ms", "100");
        config.put("group.consumer.assignment.interval.ms", "0");
        config.put("group.streams.heartbeat.interval.ms", "300");
        config.put("group.streams.min.heartbeat.interval.ms", "50");
        config.put("group.streams.session.timeout.ms", "10000");
        config.put("group.streams.min.session.timeout.ms", "100");
        config.put("group.streams.initial.rebalance.delay.ms", "0");
        config.put("group.streams.assignment.interval.ms", "0");
        config.put("group.share.heartbeat.interval.ms", "300");
        config.put("group.share.min.heartbeat.interval.ms", "50");
        config.put("group.share.session.timeout.ms", "10000");
        config.put("group.share.min.session.timeout.ms", "100");
        config.put("group.share.assignment.interval.ms", "0");
        config.put("group.share.min.record.lock.duration.ms", "1000");
        return config;
    }
}
