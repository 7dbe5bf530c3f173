/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.history.RecordId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An anomaly of a kind that says in its {@link Anomaly.Kind#words()} how it is told: about a transaction, a
 * position, a commit, an assignment, a replica, a stretch of time, or a record.
 *
 * @param at when it went wrong
 * @param record the record it happened to, where it is one
 * @param topic the topic it concerns; empty text if none
 * @param sightings the evidence in the order of the history; {@code {0}} is the first in the words
 * @param facts what else the words name
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Finding(
        Anomaly.Kind kind,
        Instant at,
        Optional<RecordId> record,
        String topic,
        List<Sighting> sightings,
        Map<String, String> facts,
        Scene scene)
        implements Anomaly {

    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(at, "at");
        requireNonNull(record, "record");
        requireNonNull(topic, "topic");
        requireNonNull(scene, "scene");
        sightings = List.copyOf(sightings);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        if (kind.words().isEmpty()) {
            throw new IllegalArgumentException(kind + " has a type of its own");
        }
    }
}
