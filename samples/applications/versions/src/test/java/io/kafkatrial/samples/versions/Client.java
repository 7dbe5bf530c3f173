/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.versions;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the clients of every version are asked to do; in words that belong to none of them. */
public interface Client {

    /** The version the loaded library tells of itself. */
    String version();

    /** Create a topic of three partitions; returns all topics. */
    Set<String> createTopic(String topic);

    /** Set the retention of a topic and read it back. */
    String retention(String topic, long millis);

    void send(String topic, List<String> values);

    /** One transaction that aborts, one that commits. */
    void transact(String topic, List<String> aborted, List<String> committed);

    /**
     * As a member of a group, from the beginning, committed records only: everything there is, in any
     * order; commits what it read.
     */
    List<String> read(String topic, String group, int count);

    /** From one topic to another in transactions that carry the offsets of the group. */
    void copy(String from, String to, String group, int count);

    /** Committed offsets, as an administrator sees them, by partition. */
    Map<Integer, Long> committed(String group, String topic);

    /** Groups, as an administrator sees them. */
    Set<String> groups();
}
