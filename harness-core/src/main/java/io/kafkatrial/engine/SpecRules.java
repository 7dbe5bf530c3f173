/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What makes a {@link ClusterSpec} impossible, found before anything starts. */
final class SpecRules {

    private SpecRules() {}

    static void check(
            int brokers,
            int controllers,
            List<TopicSpec> topics,
            Map<String, String> brokerConfig,
            Map<Integer, Map<String, String>> configByBroker,
            OptionalInt firstPort) {
        if (brokers < 1 || brokers > 9) {
            throw Complaints.brokerCount(brokers);
        }
    }
}
