/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.scenarios.recording.Effects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What an {@link Application} works with. Safe for use by several threads.
 *
 * @param clientProperties what its clients need: {@code bootstrap.servers}, what gets them in, and the interceptor that
 *     records them
 * @param topics the topics of the scenario
 * @param effects where it reports what it did with records, if repetitions are to be told from repeated effects
 * @param over opened when it is told to end
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record ApplicationStage(
        Map<String, Object> clientProperties, List<String> topics, Effects effects, CountDownLatch over) {

    public ApplicationStage {
        clientProperties = Map.copyOf(clientProperties);
        topics = List.copyOf(topics);
    }

    /** All brokers as {@code host:port}, comma separated. */
    public String bootstrapServers() {
        return String.valueOf(clientProperties.get("bootstrap.servers"));
    }

    /** Whether it was told to end: the faults have done their work, and what it was to read is read. */
    public boolean isOver() {
        return over.getCount() == 0;
    }
}
