/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.jspecify.annotations.Nullable;

/** The topics a streams application names in its topology. */
final class StreamsTopics {

    private StreamsTopics() {}

    static @Nullable List<String> of(StreamsGroupHeartbeatRequestData request) {
        if (request.topology() == null) {
            return null;
        }
        return request.topology().subtopologies().stream()
                .flatMap(part -> Stream.of(
                                part.sourceTopics().stream(),
                                part.repartitionSinkTopics().stream(),
                                part.repartitionSourceTopics().stream().map(TopicInfo::name),
                                part.stateChangelogTopics().stream().map(TopicInfo::name))
                        .flatMap(names -> names))
                .distinct()
                .toList();
    }
}
