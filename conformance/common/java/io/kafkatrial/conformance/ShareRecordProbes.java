/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData.AcknowledgementBatch;
import org.apache.kafka.common.message.ShareFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Records of share groups: acquired, acknowledged in every way, given back. */
final class ShareRecordProbes {
    private static final int ACCEPT = 1;
    private static final int RELEASE = 2;
    private static final int REJECT = 3;
    private static final int RENEW = 4;

    private ShareRecordProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("share records: acquired by two members", ShareRecordProbes::acquired),
                new Probe("share records: every acknowledgement", ShareRecordProbes::acknowledged),
                new Probe("share records: acknowledgements that cannot be", ShareRecordProbes::refused),
                new Probe("share records: acknowledged with a fetch", ShareRecordProbes::piggybacked),
                new Probe("share records: exactly as many", ShareRecordProbes::exactly),
                new Probe("share records: batch size", ShareRecordProbes::batchSize),
                new Probe("share records: delivered often, then no more", ShareRecordProbes::often),
                new Probe("share records: locks expire and are renewed", ShareRecordProbes::locks),
                new Probe("share records: a member's connection is gone", ShareRecordProbes::disconnected),
                new Probe("share records: sessions", ShareRecordProbes::sessions),
                new Probe("share records: in no session", ShareRecordProbes::noSession),
                new Probe("share records: partitions that are not here", ShareRecordProbes::elsewhere),
                new Probe("share records: what the log no longer has", ShareRecordProbes::deleted));
    }

    private static void acquired(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-1", 3);
        notes.ask("a begins", () -> shared.acquire("a", 0, 7));
        notes.ask("b begins", () -> shared.acquire("b", 0, 7));
        notes.ask("c begins", () -> shared.acquire("c", 0, 7));
        notes.ask("a goes on", () -> shared.acquire("a", 1, 7));
        notes.ask("no records wanted", () -> shared.acquire("a", 2, 0));
    }

    private static void acknowledged(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-2", 3);
        notes.ask("acquired", () -> shared.acquire("a", 0, 500));
        notes.ask("accept some", () -> shared.acknowledge("a", 1, 0, 2, ACCEPT));
        notes.ask("each its own", () -> shared.acknowledge("a", 2, 3, 6, ACCEPT, RELEASE, REJECT, 0));
        notes.ask("released again", () -> shared.acquire("b", 0, 500));
        notes.ask("release the rest", () -> shared.acknowledge("a", 3, 7, 14, RELEASE));
        notes.ask("the rest again", () -> shared.acquire("b", 1, 500));
        notes.ask("accept all", () -> shared.acknowledge("b", 2, 7, 14, ACCEPT));
        notes.ask("accept the one", () -> shared.acknowledge("b", 3, 4, 4, ACCEPT));
        notes.ask("below the start", () -> shared.acknowledge("b", 4, 2, 3, ACCEPT));
        notes.ask("nothing left", () -> shared.acquire("b", 5, 500));
    }

    private static void refused(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-3", 2);
        shared.fetch("a", 0, 500);
        shared.fetch("b", 0, 500);
        notes.ask("another's", () -> shared.acknowledge("b", 1, 0, 9, ACCEPT));
        notes.ask("one of another's", () -> shared.acknowledge("b", 2, 3, 3, ACCEPT));
        notes.ask("past the end", () -> shared.acknowledge("a", 1, 5, 20, ACCEPT));
        notes.ask("all past the end", () -> shared.acknowledge("a", 2, 20, 21, ACCEPT));
        notes.ask("backwards", () -> shared.acknowledge("a", 3, 4, 3, ACCEPT));
        notes.ask("unknown type", () -> shared.acknowledge("a", 4, 0, 1, 5));
        notes.ask("negative type", () -> shared.acknowledge("a", 5, 0, 1, -1));
        notes.ask("too many types", () -> shared.acknowledge("a", 6, 0, 1, ACCEPT, ACCEPT, ACCEPT));
        notes.ask("no type", () -> shared.acknowledge("a", 7, 0, 1));
        notes.ask("renewal unannounced", () -> shared.acknowledge("a", 8, 0, 1, RENEW));
        notes.ask("renewal in version 1", () -> shared.acknowledge(1, shared.ends("a", 9, 0, 1, RENEW)));
        notes.ask("once", () -> shared.acknowledge("a", 10, 5, 5, ACCEPT));
        notes.ask("twice", () -> shared.acknowledge("a", 11, 5, 5, ACCEPT));
        var elsewhere = shared.ends("a", 12, 0, 1, ACCEPT);
        elsewhere.topics().find(shared.id()).partitions().find(0).setPartitionIndex(7);
        notes.ask("no such partition", () -> shared.acknowledge(2, elsewhere));
    }

    private static void piggybacked(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-4", 2);
        notes.ask("first fetch acknowledges", () -> ShareLab.text(shared.send(with(shared, "a", 0, ACCEPT))));
        notes.ask("begins", () -> shared.acquire("a", 0, 5));
        notes.ask("goes on", () -> ShareLab.text(shared.send(with(shared, "a", 1, ACCEPT))));
        notes.ask("again", () -> ShareLab.text(shared.send(with(shared, "a", 2, ACCEPT))));
        notes.ask("renews and fetches", () -> ShareLab.text(shared.send(with(shared, "a", 3, RENEW).setIsRenewAck(true))));
        notes.ask("last", () -> ShareLab.text(shared.send(with(shared, "a", -1, ACCEPT))));
    }

    private static ShareFetchRequestData with(ShareLab shared, String member, int epoch, int type) {
        var request = shared.wanted(member, 0).setShareSessionEpoch(epoch);
        request.topics().find(shared.id()).partitions().find(0).setAcknowledgementBatches(
                List.of(new AcknowledgementBatch().setFirstOffset(0).setLastOffset(4).setAcknowledgeTypes(List.of((byte) type))));
        return request;
    }

    private static void exactly(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-5", 2);
        notes.ask("three", () -> ShareLab.text(shared.send(shared.wanted("a", 0).setShareAcquireMode((byte) 1).setMaxRecords(3))));
        notes.ask("four", () -> ShareLab.text(shared.send(shared.wanted("b", 0).setShareAcquireMode((byte) 1).setMaxRecords(4))));
        shared.acknowledge("a", 1, 0, 2, RELEASE);
        notes.ask("two again", () -> ShareLab.text(shared.send(shared.wanted("b", 1).setShareAcquireMode((byte) 1).setMaxRecords(2))));
        notes.ask("all", () -> ShareLab.text(shared.send(shared.wanted("b", 2).setShareAcquireMode((byte) 1))));
        notes.ask("unknown mode", () -> ShareLab.text(shared.send(shared.wanted("b", 3).setShareAcquireMode((byte) 9))));
    }

    private static void batchSize(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-6", 4);
        notes.ask("of seven", () -> ShareLab.text(shared.send(shared.wanted("a", 0).setBatchSize(7))));
        shared.acknowledge("a", -1, 0, 19, RELEASE);
        notes.ask("of one, again", () -> ShareLab.text(shared.send(shared.wanted("a", 0).setBatchSize(1))));
    }

    private static void often(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-7", 2);
        shared.set("share.delivery.count.limit", "4");
        for (int round = 0; round < 7; round++) {
            notes.ask("round " + round, () -> shared.acquire("a", 0, 500));
            notes.ask("release " + round, () -> shared.acknowledge("a", -1, 0, 9, RELEASE));
        }
    }

    private static void locks(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-8", 1);
        shared.set("share.record.lock.duration.ms", "2000");
        notes.ask("a", () -> shared.acquire("a", 0, 500));
        var renewal = shared.ends("a", 1, 0, 4, RENEW).setIsRenewAck(true);
        notes.ask("renewed", () -> shared.acknowledge(2, renewal));
        int[] epoch = {0};
        notes.note("b gets it", lab.await(() -> !shared.fetch("b", epoch[0]++, 500).responses().stream()
                .allMatch(topic -> topic.partitions().stream().allMatch(it -> it.acquiredRecords().isEmpty()))));
        notes.ask("too late", () -> shared.acknowledge("a", 2, 0, 4, ACCEPT));
        notes.ask("in time", () -> shared.acknowledge("b", epoch[0], 0, 4, ACCEPT));
        shared.set("share.renew.acknowledge.enable", "false");
        shared.produce(5);
        notes.ask("more", () -> shared.acquire("a", 3, 500));
        var forbidden = shared.ends("a", 4, 5, 9, RENEW).setIsRenewAck(true);
        notes.ask("renewals forbidden", () -> shared.acknowledge(2, forbidden));
    }

    private static void disconnected(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-9", 1);
        try (Wire wire = lab.connect(1)) {
            notes.ask("a", () -> ShareLab.text(wire.ask(ApiKeys.SHARE_FETCH, 2, shared.wanted("a", 0), ShareFetchResponseData.class)));
        }
        notes.note("its session ends", lab.await(() -> shared.fetch("a", 1, 1).errorCode() != 0));
        notes.ask("b", () -> shared.acquire("b", 0, 500));
    }

    private static void sessions(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-10", 1);
        notes.ask("begins", () -> shared.acquire("a", 0, 500));
        notes.ask("epoch ahead", () -> shared.acquire("a", 5, 500));
        notes.ask("acknowledge, epoch ahead", () -> shared.acknowledge("a", 5, 0, 4, ACCEPT));
        notes.ask("acknowledge, epoch 0", () -> shared.acknowledge("a", 0, 0, 4, ACCEPT));
        notes.ask("goes on", () -> shared.acquire("a", 1, 500));
        notes.ask("begins again", () -> shared.acquire("a", 0, 500));
        notes.ask("ends", () -> shared.acquire("a", -1, 500));
        notes.ask("ends again", () -> shared.acquire("a", -1, 500));
        notes.ask("given back", () -> shared.acquire("b", 0, 500));
        notes.ask("acknowledges and ends", () -> shared.acknowledge("b", -1, 0, 1, ACCEPT));
        notes.ask("rest given back", () -> shared.acquire("c", 0, 500));
        var forget = shared.wanted("c", 1);
        forget.forgottenTopicsData().add(new ShareFetchRequestData.ForgottenTopic().setTopicId(shared.id()).setPartitions(List.of(0)));
        notes.ask("forgets", () -> ShareLab.text(shared.send(forget)));
        notes.ask("fetches nothing", () -> shared.acquire("c", 2, 500));
    }

    private static void noSession(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-11", 1);
        notes.ask("fetch", () -> shared.acquire("a", 3, 500));
        notes.ask("last fetch", () -> shared.acquire("a", -1, 500));
        notes.ask("acknowledge", () -> shared.acknowledge("a", 1, 0, 1, ACCEPT));
        notes.ask("last acknowledge", () -> shared.acknowledge("a", -1, 0, 1, ACCEPT));
        notes.ask("no member", () -> shared.acquire("", 0, 500));
        notes.ask("long member", () -> shared.acquire("x".repeat(37), 0, 500));
        notes.ask("no group", () -> ShareLab.text(shared.send(shared.wanted("a", 0).setGroupId(null))));
    }

    private static void elsewhere(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-12", 1);
        lab.topic("shr-12-b", 2);
        Uuid two = lab.metadata(1, "shr-12-b").topicId();
        notes.ask("led by B2", () -> ShareLab.text(shared.send(of(shared, "a", two, 1))));
        notes.ask("no such partition", () -> ShareLab.text(shared.send(of(shared, "b", two, 9))));
        notes.ask("no such topic", () -> ShareLab.text(shared.send(of(shared, "c", new Uuid(7, 7), 0))));
    }

    private static ShareFetchRequestData of(ShareLab shared, String member, Uuid topic, int partition) {
        var request = shared.wanted(member, 0);
        request.topics().clear();
        request.topics().add(new ShareFetchRequestData.FetchTopic().setTopicId(topic));
        request.topics().find(topic).partitions().add(new ShareFetchRequestData.FetchPartition().setPartitionIndex(partition));
        return request;
    }

    private static void deleted(Lab lab, Notes notes) throws Exception {
        ShareLab shared = ShareLab.of(lab, "shr-13", 3);
        notes.ask("acquired", () -> shared.acquire("a", 0, 3));
        shared.acknowledge("a", 1, 0, 4, RELEASE);
        lab.admin().deleteRecords(Map.of(new TopicPartition("shr-13", 0), RecordsToDelete.beforeOffset(7))).all().get();
        notes.ask("out of range", () -> shared.acquire("a", 2, 500));
        notes.ask("what is there", () -> shared.acquire("a", 3, 500));
        notes.ask("done", () -> shared.acknowledge("a", 4, 7, 14, ACCEPT));
    }
}
