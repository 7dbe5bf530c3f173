/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** What administrators and clients by hand ask transaction coordinators: lists, descriptions, fences, offsets. */
final class TransactionAdminProbes {
    private TransactionAdminProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("txn admin: offsets join a transaction", TransactionAdminProbes::addOffsets),
                new Probe("txn admin: offsets committed by hand", TransactionAdminProbes::commitOffsets),
                new Probe("txn admin: lists by every filter", TransactionAdminProbes::lists),
                new Probe("txn admin: lists with filters nobody knows", TransactionAdminProbes::wrongFilters),
                new Probe("txn admin: descriptions", TransactionAdminProbes::descriptions),
                new Probe("txn admin: fenced by an administrator", TransactionAdminProbes::fences),
                new Probe("txn admin: a hanging transaction", TransactionAdminProbes::hanging));
    }

    private static String addOffsets(TransactionProbes.Hand hand, int version, long producer, int epoch, String group) throws Exception {
        var request = new AddOffsetsToTxnRequestData().setTransactionalId(hand.id()).setProducerId(producer).setProducerEpoch((short) epoch).setGroupId(group);
        return Lab.error(hand.lab().ask(hand.place(), ApiKeys.ADD_OFFSETS_TO_TXN, version, request, AddOffsetsToTxnResponseData.class).errorCode());
    }

    private static String settled(Lab lab, Callable<String> question) throws Exception {
        String[] answer = new String[1];
        lab.await(() -> {
            answer[0] = question.call();
            return !answer[0].contains("CONCURRENT_TRANSACTIONS") && !answer[0].contains("COORDINATOR_LOAD") && !answer[0].contains("COORDINATOR_NOT_AVAILABLE");
        });
        return answer[0];
    }

    private static void addOffsets(Lab lab, Notes notes) throws Exception {
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txa-offsets");
        ClassicGroupProbes.coordinator(lab, "txa-group");
        notes.ask("before", () -> settled(lab, () -> addOffsets(hand, 4, 5, 0, "txa-group")));
        long id = hand.init().producerId();
        for (int version : new int[] {0, 1, 2, 3, 4}) {
            notes.ask("wrong id v" + version, () -> addOffsets(hand, version, id + 9, 0, "txa-group"));
            notes.ask("wrong epoch v" + version, () -> addOffsets(hand, version, id, 7, "txa-group"));
        }
        notes.ask("no group", () -> settled(lab, () -> addOffsets(hand, 3, id, 0, "")));
        notes.ask("right", () -> settled(lab, () -> addOffsets(hand, 3, id, 0, "txa-group")));
        notes.ask("state", hand::state);
        notes.ask("again", () -> settled(lab, () -> addOffsets(hand, 4, id, 0, "txa-group")));
        notes.ask("abort", () -> hand.end(4, id, 0, false));
        notes.ask("state then", hand::state);
    }

    private static String commitOffsets(Lab lab, int version, String id, long producer, int epoch, String member) throws Exception {
        int place = ClassicGroupProbes.coordinator(lab, "txa-hand");
        var request = new TxnOffsetCommitRequestData().setTransactionalId(id).setGroupId("txa-hand").setProducerId(producer).setProducerEpoch((short) epoch);
        if (version >= 3) {
            request.setMemberId(member);
        }
        request.setTopics(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic()
                .setName("txa-hand")
                .setPartitions(List.of(
                        new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition().setPartitionIndex(0).setCommittedOffset(5).setCommittedMetadata("m"),
                        new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition().setPartitionIndex(7).setCommittedOffset(5).setCommittedMetadata("m")))));
        List<String> answers = new ArrayList<>();
        lab.ask(place, ApiKeys.TXN_OFFSET_COMMIT, version, request, TxnOffsetCommitResponseData.class).topics()
                .forEach(topic -> topic.partitions().forEach(it -> answers.add(it.partitionIndex() + " " + Lab.error(it.errorCode()))));
        answers.sort(null);
        return answers.toString();
    }

    private static void commitOffsets(Lab lab, Notes notes) throws Exception {
        lab.topic("txa-hand", 1);
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txa-hand");
        long id = hand.init().producerId();
        notes.ask("not added", () -> settled(lab, () -> commitOffsets(lab, 3, "txa-hand", id, 0, "")));
        notes.ask("not added v4", () -> settled(lab, () -> commitOffsets(lab, 4, "txa-hand", id, 0, "")));
        notes.ask("implied", () -> settled(lab, () -> commitOffsets(lab, 5, "txa-hand", id, 0, "")));
        notes.ask("state", hand::state);
        notes.ask("unstable", () -> TransactionFlowProbes.stable(lab, "txa-hand", "txa-hand"));
        notes.ask("a member nobody knows", () -> commitOffsets(lab, 5, "txa-hand", id, 0, "stranger"));
        notes.ask("wrong epoch", () -> commitOffsets(lab, 5, "txa-hand", id, 9, ""));
        notes.ask("wrong id", () -> commitOffsets(lab, 5, "txa-hand", id + 9, 0, ""));
        notes.ask("no transaction", () -> commitOffsets(lab, 5, "txa-nobody-" + hand.place(), id, 0, "").replace("NOT_COORDINATOR", "INVALID_PRODUCER_ID_MAPPING"));
        notes.ask("commit", () -> hand.end(5, id, 0, true));
        lab.await(() -> !TransactionFlowProbes.stable(lab, "txa-hand", "txa-hand").contains("UNSTABLE"));
        notes.ask("stable", () -> TransactionFlowProbes.stable(lab, "txa-hand", "txa-hand"));
        notes.ask("old epoch", () -> settled(lab, () -> commitOffsets(lab, 5, "txa-hand", id, 0, "")));
    }

    private static String list(Lab lab, ListTransactionsOptions options) throws Exception {
        return lab.admin().listTransactions(options).all().get().stream()
                .filter(it -> it.transactionalId().startsWith("txl-"))
                .map(it -> it.transactionalId() + " " + it.state())
                .sorted()
                .toList()
                .toString();
    }

    private static void lists(Lab lab, Notes notes) throws Exception {
        lab.topic("txl-topic", 1);
        long[] id = new long[1];
        TransactionProbes.Hand.of(lab, "txl-empty").init();
        for (String name : List.of("txl-open", "txl-committed", "txl-aborted")) {
            TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, name);
            long producer = hand.init().producerId();
            id[0] = name.equals("txl-open") ? producer : id[0];
            hand.add(producer, 0, "txl-topic");
            if (!name.equals("txl-open")) {
                hand.end(4, producer, 0, name.equals("txl-committed"));
                hand.state();
            }
        }
        notes.ask("all", () -> list(lab, new ListTransactionsOptions()));
        notes.ask("ongoing", () -> list(lab, new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING))));
        notes.ask("two states", () -> list(lab, new ListTransactionsOptions().filterStates(Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_ABORT))));
        notes.ask("an id", () -> list(lab, new ListTransactionsOptions().filterProducerIds(Set.of(id[0]))));
        notes.ask("an id nobody has", () -> list(lab, new ListTransactionsOptions().filterProducerIds(Set.of(1L << 40))));
        notes.ask("long", () -> list(lab, new ListTransactionsOptions().filterOnDuration(3_600_000)));
        notes.ask("short", () -> list(lab, new ListTransactionsOptions().filterOnDuration(1)));
        for (String pattern : List.of("txl-(open|empty)", "txl-op", ".*ted", "", "txl-[")) {
            notes.ask("pattern " + pattern, () -> list(lab, new ListTransactionsOptions().filterOnTransactionalIdPattern(pattern)));
        }
        notes.ask("several", () -> list(lab, new ListTransactionsOptions().filterOnTransactionalIdPattern("txl-.*").filterStates(Set.of(TransactionState.ONGOING)).filterProducerIds(Set.of(id[0]))));
        notes.ask("end", () -> TransactionProbes.Hand.of(lab, "txl-open").end(4, id[0], 0, false));
    }

    private static void wrongFilters(Lab lab, Notes notes) throws Exception {
        for (int version : new int[] {0, 1, 2}) {
            notes.ask("version " + version, () -> {
                var request = new ListTransactionsRequestData().setStateFilters(List.of("Ongoing", "Nonsense", "ongoing", "Dead"));
                var answer = lab.ask(1, ApiKeys.LIST_TRANSACTIONS, version, request, ListTransactionsResponseData.class);
                return Lab.error(answer.errorCode()) + " unknown " + answer.unknownStateFilters().stream().sorted().toList() + " found "
                        + answer.transactionStates().stream().filter(it -> it.transactionalId().startsWith("txl-")).toList();
            });
        }
        notes.ask("bad pattern", () -> Lab.error(lab.ask(1, ApiKeys.LIST_TRANSACTIONS, 2, new ListTransactionsRequestData().setTransactionalIdPattern("["), ListTransactionsResponseData.class).errorCode()));
        notes.ask("negative duration", () -> Lab.error(lab.ask(1, ApiKeys.LIST_TRANSACTIONS, 1, new ListTransactionsRequestData().setDurationFilter(-7), ListTransactionsResponseData.class).errorCode()));
    }

    private static String describe(Lab lab, int place, String... ids) throws Exception {
        List<String> all = new ArrayList<>();
        lab.ask(place, ApiKeys.DESCRIBE_TRANSACTIONS, 0, new DescribeTransactionsRequestData().setTransactionalIds(List.of(ids)), DescribeTransactionsResponseData.class).transactionStates()
                .forEach(it -> all.add(it.transactionalId() + " " + Lab.error(it.errorCode()) + " " + it.transactionState() + " timeout " + it.transactionTimeoutMs()
                        + " started " + (it.transactionStartTimeMs() > 0) + " epoch " + it.producerEpoch() + " id " + (it.producerId() >= 0) + " "
                        + it.topics().stream().map(topic -> topic.topic() + topic.partitions().stream().sorted().toList()).toList()));
        all.sort(null);
        return all.toString();
    }

    private static void descriptions(Lab lab, Notes notes) throws Exception {
        lab.topic("txa-described", 1);
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txa-described");
        notes.ask("unknown", () -> describe(lab, hand.place(), "txa-described"));
        long id = hand.init(5, 12_345, -1, -1).producerId();
        notes.ask("empty", () -> describe(lab, hand.place(), "txa-described"));
        hand.add(id, 0, "txa-described");
        notes.ask("open", () -> describe(lab, hand.place(), "txa-described"));
        notes.ask("elsewhere", () -> describe(lab, hand.place() % 3 + 1, "txa-described"));
        notes.ask("no id", () -> describe(lab, hand.place(), ""));
        notes.ask("nothing", () -> describe(lab, hand.place()));
        notes.ask("twice", () -> describe(lab, hand.place(), "txa-described", "txa-described"));
        hand.end(4, id, 0, true);
        hand.state();
        notes.ask("ended", () -> describe(lab, hand.place(), "txa-described"));
    }

    private static void fences(Lab lab, Notes notes) throws Exception {
        lab.topic("txa-fence", 1);
        TransactionProbes.Hand hand = TransactionProbes.Hand.of(lab, "txa-fence");
        try (var producer = TransactionDataProbes.transactional(lab, "txa-fence")) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("txa-fence", "k", "v")).get();
            notes.ask("fence", () -> {
                var fenced = lab.admin().fenceProducers(List.of("txa-fence"));
                fenced.all().get();
                return "epoch " + fenced.epochId("txa-fence").get();
            });
            notes.ask("state", hand::state);
            notes.ask("send", () -> producer.send(new ProducerRecord<>("txa-fence", "k", "v")).get().offset());
            notes.ask("commit", () -> {
                producer.commitTransaction();
                return "committed";
            });
        }
        notes.ask("again", () -> lab.admin().fenceProducers(List.of("txa-fence")).epochId("txa-fence").get());
        notes.ask("nobody", () -> lab.admin().fenceProducers(List.of("txa-fence-nobody")).epochId("txa-fence-nobody").get());
        notes.ask("terminate", () -> {
            lab.admin().forceTerminateTransaction("txa-fence").result().get();
            return "done";
        });
        notes.ask("state then", hand::state);
    }

    private static void verification(Lab lab, String value) throws Exception {
        Collection<AlterConfigOp> change = List.of(new AlterConfigOp(
                new ConfigEntry("transaction.partition.verification.enable", value), value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET));
        lab.admin().incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), change)).all().get();
    }

    private static void hanging(Lab lab, Notes notes) throws Exception {
        lab.topic("txa-hanging", 1);
        TopicPartition partition = new TopicPartition("txa-hanging", 0);
        TransactionProbes.Hand.of(lab, "tx-txa-hanging").init();
        notes.ask("verified", () -> TransactionDataProbes.produce(lab, "txa-hanging", 11, TransactionDataProbes.batch(71_000, 0, 0, "a")));
        notes.ask("off", () -> {
            verification(lab, "false");
            return "done";
        });
        lab.await(() -> TransactionDataProbes.produce(lab, "txa-hanging", 11, TransactionDataProbes.batch(71_000, 0, 0, "a")).startsWith("NONE"));
        notes.ask("on", () -> {
            verification(lab, null);
            return "done";
        });
        notes.ask("described", () -> TransactionDataProbes.describe(lab, 1, "txa-hanging", 0));
        notes.ask("stable", () -> TransactionDataProbes.latest(lab, "txa-hanging", 1, -1));
        notes.ask("goes on", () -> TransactionDataProbes.produce(lab, "txa-hanging", 11, TransactionDataProbes.batch(71_000, 0, 1, "b")));
        notes.ask("abort with an old coordinator", () -> abort(lab, new AbortTransactionSpec(partition, 71_000, (short) 0, -2)));
        notes.ask("abort another epoch", () -> abort(lab, new AbortTransactionSpec(partition, 71_000, (short) -1, 0)));
        notes.ask("abort", () -> abort(lab, new AbortTransactionSpec(partition, 71_000, (short) 0, 0)));
        notes.ask("abort again", () -> abort(lab, new AbortTransactionSpec(partition, 71_000, (short) 0, 0)));
        notes.ask("described then", () -> TransactionDataProbes.describe(lab, 1, "txa-hanging", 0));
        notes.ask("stable then", () -> TransactionDataProbes.latest(lab, "txa-hanging", 1, -1));
    }

    private static String abort(Lab lab, AbortTransactionSpec spec) throws Exception {
        lab.admin().abortTransaction(spec).all().get();
        return "done";
    }
}
