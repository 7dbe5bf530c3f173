/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which topic names Apache Kafka takes: 1 to 249 of letters, digits, dot, underscore and dash, neither
 * {@code .} nor {@code ..}, and no two that differ only in dots and underscores, because their metrics
 * would have one name.
 */
final class TopicRules {

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final int LONGEST = 249;

    private TopicRules() {}

    static void checkNames(List<TopicSpec> topics) {
        Map<String, String> byMetricName = new HashMap<>();
        for (TopicSpec topic : topics) {
            checkName(topic.name());
            String other = byMetricName.put(topic.name().replace('.', '_'), topic.name());
            if (topic.name().equals(other)) {
                throw Complaints.duplicateTopic(other);
            }
            if (other != null) {
                throw Complaints.collidingTopics(other, topic.name());
            }
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw Complaints.topicName(name, "it is empty");
        }
        if (name.equals(".") || name.equals("..")) {
            throw Complaints.topicName(name, "Kafka reserves it");
        }
        if (name.length() > LONGEST) {
            throw Complaints.topicName(name, "it has " + name.length() + " characters");
        }
        if (!LEGAL.matcher(name).matches()) {
            throw Complaints.topicName(name, "it has other characters");
        }
    }
}
