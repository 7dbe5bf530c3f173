/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the harness sets for every node: the defaults of the embedded engine where a version of Kafka has them, and
 * times that make fail-over quick. Stateless.
 */
public final class NodeDefaults {

    /**
     * One key.
     *
     * @param since the first version that has it; those before would take it for a mistake
     */
    private record Row(String key, String value, String since) {}

    private static final List<Row> ROWS = List.of(
            always("broker.session.timeout.ms", "1000"),
            always("broker.heartbeat.interval.ms", "100"),
            always("controller.quorum.fetch.timeout.ms", "600"),
            always("controller.quorum.election.timeout.ms", "300"),
            always("controller.quorum.election.backoff.max.ms", "100"),
            always("replica.lag.time.max.ms", "2000"),
            always("replica.fetch.backoff.ms", "100"),
            always("group.initial.rebalance.delay.ms", "0"),
            always("group.min.session.timeout.ms", "100"),
            always("group.consumer.heartbeat.interval.ms", "300"),
            always("group.consumer.min.heartbeat.interval.ms", "50"),
            always("group.consumer.session.timeout.ms", "10000"),
            always("group.consumer.min.session.timeout.ms", "100"),
            always("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            always("log.cleaner.dedupe.buffer.size", "2097152"),
            always("num.network.threads", "2"),
            always("num.io.threads", "4"),
            always("offsets.topic.segment.bytes", "1048576"),
            always("transaction.state.log.segment.bytes", "1048576"),
            new Row("group.coordinator.append.linger.ms", "0", "4.0.0"),
            new Row("group.share.heartbeat.interval.ms", "300", "4.0.0"),
            new Row("group.share.min.heartbeat.interval.ms", "50", "4.0.0"),
            new Row("group.share.session.timeout.ms", "10000", "4.0.0"),
            new Row("group.share.min.session.timeout.ms", "100", "4.0.0"),
            new Row("group.share.min.record.lock.duration.ms", "1000", "4.0.0"),
            new Row("share.coordinator.append.linger.ms", "0", "4.0.0"),
            new Row("share.coordinator.state.topic.segment.bytes", "1048576", "4.0.0"),
            new Row("group.streams.heartbeat.interval.ms", "300", "4.1.0"),
            new Row("group.streams.min.heartbeat.interval.ms", "50", "4.1.0"),
            new Row("group.streams.session.timeout.ms", "10000", "4.1.0"),
            new Row("group.streams.min.session.timeout.ms", "100", "4.1.0"),
            new Row("group.streams.initial.rebalance.delay.ms", "0", "4.3.0"),
            new Row("group.streams.assignment.interval.ms", "0", "4.3.0"),
            new Row("group.consumer.assignment.interval.ms", "0", "4.3.0"),
            new Row("group.share.assignment.interval.ms", "0", "4.3.0"));

    private NodeDefaults() {}

    private static Row always(String key, String value) {
        return new Row(key, value, "");
    }

    /** Those of a version. */
    public static Map<String, String> of(String version) {
        Map<String, String> defaults = new TreeMap<>();
        ROWS.stream()
                .filter(row -> row.since().isEmpty() || KnownVersions.isAtLeast(version, row.since()))
                .forEach(row -> defaults.put(row.key(), row.value()));
        return defaults;
    }
}
