/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Fetch sessions (KIP-227). */
final class SessionProbes {
    private SessionProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("fetch session: only what changed is told", SessionProbes::incremental),
                new Probe("fetch session: wrong ids and epochs", SessionProbes::wrong),
                new Probe("fetch session: forgotten and added partitions", SessionProbes::forgotten),
                new Probe("fetch session: errors are told each time", SessionProbes::errors));
    }

    private static FetchRequestData ask(int session, int epoch, FetchTopic... topics) {
        return new FetchRequestData().setMaxWaitMs(50).setMinBytes(1).setMaxBytes(1_000_000).setSessionId(session).setSessionEpoch(epoch).setTopics(List.of(topics));
    }

    private static FetchResponseData fetch(Lab lab, FetchRequestData request) throws Exception {
        return lab.ask(ApiKeys.FETCH, 12, request, FetchResponseData.class);
    }

    private static String text(Lab lab, FetchResponseData response) {
        List<String> all = new ArrayList<>();
        response.responses().forEach(topic -> topic.partitions().forEach(it -> all.add(topic.topic() + "-" + it.partitionIndex() + " " + FetchProbes.text(lab, it))));
        return Lab.error(response.errorCode()) + (response.sessionId() == 0 ? " no session " : " a session ") + all;
    }

    private static FetchTopic topic(String name, long offset, int... partitions) {
        var all = new ArrayList<FetchRequestData.FetchPartition>();
        for (int partition : partitions) {
            all.add(FetchProbes.partition(partition, offset));
        }
        return new FetchTopic().setTopic(name).setPartitions(all);
    }

    private static void incremental(Lab lab, Notes notes) throws Exception {
        lab.topic("fs-1", 4);
        ProduceProbes.send(lab, "fs-1", ProduceProbes.records("a"));
        var full = fetch(lab, ask(0, 0, topic("fs-1", 0, 0, 3)));
        notes.note("full", text(lab, full));
        notes.ask("first has records again", () -> text(lab, fetch(lab, ask(full.sessionId(), 1))));
        notes.ask("at the end nothing", () -> text(lab, fetch(lab, ask(full.sessionId(), 2, topic("fs-1", 1, 0)))));
        ProduceProbes.send(lab, 12, ProduceProbes.request(-1, "fs-1", 3, ProduceProbes.records("b")));
        notes.ask("the other one has news", () -> text(lab, fetch(lab, ask(full.sessionId(), 3))));
        notes.ask("closed", () -> text(lab, fetch(lab, ask(full.sessionId(), -1))));
        notes.ask("after closing", () -> text(lab, fetch(lab, ask(full.sessionId(), 4))));
        notes.ask("sessionless", () -> text(lab, fetch(lab, ask(0, -1, topic("fs-1", 0, 0)))));
    }

    private static void wrong(Lab lab, Notes notes) throws Exception {
        lab.topic("fs-2", 1);
        notes.ask("unknown id", () -> text(lab, fetch(lab, ask(123_456, 1, topic("fs-2", 0, 0)))));
        var full = fetch(lab, ask(0, 0, topic("fs-2", 0, 0)));
        notes.ask("epoch ahead", () -> text(lab, fetch(lab, ask(full.sessionId(), 7))));
        notes.ask("epoch right", () -> text(lab, fetch(lab, ask(full.sessionId(), 1))));
        notes.ask("epoch again", () -> text(lab, fetch(lab, ask(full.sessionId(), 1))));
        notes.ask("id 0 epoch 1", () -> text(lab, fetch(lab, ask(0, 1, topic("fs-2", 0, 0)))));
        notes.ask("a new one in its place", () -> text(lab, fetch(lab, ask(full.sessionId(), 0, topic("fs-2", 0, 0)))));
        notes.ask("nothing to fetch", () -> text(lab, fetch(lab, ask(0, 0))));
    }

    private static void forgotten(Lab lab, Notes notes) throws Exception {
        lab.topic("fs-3", 4);
        ProduceProbes.send(lab, "fs-3", ProduceProbes.records("a"));
        ProduceProbes.send(lab, 12, ProduceProbes.request(-1, "fs-3", 3, ProduceProbes.records("b")));
        var full = fetch(lab, ask(0, 0, topic("fs-3", 0, 0)));
        notes.note("one", text(lab, full));
        notes.ask("one more", () -> text(lab, fetch(lab, ask(full.sessionId(), 1, topic("fs-3", 0, 3)))));
        notes.ask("one forgotten", () -> text(lab, fetch(lab, ask(full.sessionId(), 2).setForgottenTopicsData(List.of(new ForgottenTopic().setTopic("fs-3").setPartitions(List.of(0)))))));
    }

    private static void errors(Lab lab, Notes notes) throws Exception {
        lab.topic("fs-4", 1);
        var full = fetch(lab, ask(0, 0, topic("fs-4", 0, 0, 9)));
        notes.note("full", text(lab, full));
        notes.ask("again", () -> text(lab, fetch(lab, ask(full.sessionId(), 1))));
        notes.ask("once more", () -> text(lab, fetch(lab, ask(full.sessionId(), 2))));
    }
}
