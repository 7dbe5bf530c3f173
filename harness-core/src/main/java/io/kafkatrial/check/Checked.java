/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How much a verdict rests on.
 *
 * @param sent sends invoked
 * @param acked sends acknowledged
 * @param failed sends that certainly left nothing behind
 * @param unknown sends with an unknown end, or none
 * @param found records of the harness found by the final read
 * @param deliveries records handed to members of groups
 * @param effects effects reported
 * @param foreign sightings of records that were not sent through the harness, and are not judged
 * @param partitions partitions read to their end
 * @param faults faults that demonstrably bit
 * @param evidence what each topic was judged by
 * @param remarks what is odd about the history itself without making the verdict doubtful, one sentence each
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Checked(
        long sent,
        long acked,
        long failed,
        long unknown,
        long found,
        long deliveries,
        long effects,
        long foreign,
        int partitions,
        int faults,
        Map<String, Evidence> evidence,
        List<String> remarks) {
    public Checked {
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        remarks = List.copyOf(remarks);
    }

    /** What a topic is judged by: the strongest the history has for it. */
    public enum Evidence {
        /** Nobody read the topic but the final read: only the log is judged. */
        LOG,

        /**
         * A consumer group read the topic: being handed a record counts as its effect. An application that
         * recognises repetitions must report its effects to be judged by them.
         */
        DELIVERIES,

        /**
         * The application reported effects of the topic's records. Repeated appends and deliveries are then
         * excused, for the application may recognise them: its effects are what counts.
         */
        EFFECTS
    }
}
