/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** The transaction coordinator by hand: what it answers in each state. */
final class TransactionProbes {
    private TransactionProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("transactions: initialization, fencing and retries", TransactionProbes::initialization),
                new Probe("transactions: ends by the first protocol", (lab, notes) -> ends(lab, notes, "txn-v4", 4)),
                new Probe("transactions: ends by the second protocol", (lab, notes) -> ends(lab, notes, "txn-v5", 5)),
                new Probe("transactions: partitions of strangers and of no topic", TransactionProbes::additions));
    }

    /** A transactional id at its coordinator. */
    record Hand(Lab lab, int place, String id) {
        static Hand of(Lab lab, String id) throws Exception {
            int[] place = new int[1];
            lab.await(() -> {
                var found = lab.ask(1, ApiKeys.FIND_COORDINATOR, 4, new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of(id)), FindCoordinatorResponseData.class).coordinators().get(0);
                for (int i = 1; found.errorCode() == 0 && i <= 3; i++) {
                    place[0] = lab.id(i) == found.nodeId() ? i : place[0];
                }
                return place[0] > 0;
            });
            return new Hand(lab, place[0], id);
        }

        /** One question, whatever is answered. */
        InitProducerIdResponseData initOnce(int version, int timeoutMs, long producer, int epoch) throws Exception {
            return lab.ask(place, ApiKeys.INIT_PRODUCER_ID, version, new InitProducerIdRequestData().setTransactionalId(id).setTransactionTimeoutMs(timeoutMs).setProducerId(producer).setProducerEpoch((short) epoch), InitProducerIdResponseData.class);
        }

        InitProducerIdResponseData init(int version, int timeoutMs, long producer, int epoch) throws Exception {
            InitProducerIdResponseData[] answer = new InitProducerIdResponseData[1];
            lab.await(() -> {
                answer[0] = initOnce(version, timeoutMs, producer, epoch);
                return !isPatience(answer[0].errorCode());
            });
            return answer[0];
        }

        InitProducerIdResponseData init() throws Exception {
            return init(5, 60_000, -1, -1);
        }

        /** One question, whatever is answered. */
        String addOnce(long producer, int epoch, String topic) throws Exception {
            var topics = new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection();
            topics.add(new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic().setName(topic).setPartitions(List.of(0)));
            var data = lab.ask(place, ApiKeys.ADD_PARTITIONS_TO_TXN, 3, new AddPartitionsToTxnRequestData().setV3AndBelowTransactionalId(id).setV3AndBelowProducerId(producer).setV3AndBelowProducerEpoch((short) epoch).setV3AndBelowTopics(topics), AddPartitionsToTxnResponseData.class);
            return Lab.error(data.resultsByTopicV3AndBelow().iterator().next().resultsByPartition().iterator().next().partitionErrorCode());
        }

        String add(long producer, int epoch, String topic) throws Exception {
            return patiently(() -> addOnce(producer, epoch, topic));
        }

        /** One question, whatever is answered. */
        String endOnce(int version, long producer, int epoch, boolean commit) throws Exception {
            var data = lab.ask(place, ApiKeys.END_TXN, version, new EndTxnRequestData().setTransactionalId(id).setProducerId(producer).setProducerEpoch((short) epoch).setCommitted(commit), EndTxnResponseData.class);
            return Lab.error(data.errorCode()) + (version >= 5 && data.errorCode() == 0 ? " epoch " + data.producerEpoch() + " same id " + (data.producerId() == producer) : "");
        }

        String end(int version, long producer, int epoch, boolean commit) throws Exception {
            return patiently(() -> endOnce(version, producer, epoch, commit));
        }

        /** The state of this moment. */
        String stateNow() throws Exception {
            var data = lab.ask(place, ApiKeys.DESCRIBE_TRANSACTIONS, 0, new DescribeTransactionsRequestData().setTransactionalIds(List.of(id)), DescribeTransactionsResponseData.class).transactionStates().get(0);
            return Lab.error(data.errorCode()) + " " + data.transactionState() + " epoch " + data.producerEpoch() + " topics " + data.topics().size();
        }

        /** The state when nothing is on its way any more. */
        String state() throws Exception {
            String[] answer = new String[1];
            lab.await(() -> {
                answer[0] = patiently(this::stateNow);
                return !answer[0].contains(" Prepare");
            });
            return answer[0];
        }

        private String patiently(Callable<String> question) throws Exception {
            String[] answer = new String[1];
            lab.await(() -> {
                answer[0] = question.call();
                return !isPatience(Errors.valueOf(answer[0].split(" ")[0]).code());
            });
            return answer[0];
        }

        private static boolean isPatience(short code) {
            return switch (Errors.forCode(code)) {
                case CONCURRENT_TRANSACTIONS, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> true;
                default -> false;
            };
        }
    }

    private static void initialization(Lab lab, Notes notes) throws Exception {
        Hand hand = Hand.of(lab, "txn-init");
        notes.note("unknown", hand.state());
        var first = hand.init();
        long id = first.producerId();
        notes.note("first", Lab.error(first.errorCode()) + " epoch " + first.producerEpoch());
        notes.note("second", hand.init().producerEpoch());
        notes.ask("goes on", () -> hand.init(5, 60_000, id, 1).producerEpoch());
        notes.ask("goes on again", () -> hand.init(5, 60_000, id, 1).producerEpoch());
        for (int version : new int[] {3, 4, 5}) {
            notes.ask("fenced v" + version, () -> Lab.error(hand.init(version, 60_000, id, 0).errorCode()));
        }
        notes.ask("another's id", () -> Lab.error(hand.init(5, 60_000, id + 9, 2).errorCode()));
        notes.ask("timeout 0", () -> Lab.error(hand.init(5, 0, -1, -1).errorCode()));
        notes.ask("timeout too long", () -> Lab.error(hand.init(5, Integer.MAX_VALUE, -1, -1).errorCode()));
        notes.note("state", hand.state());
    }

    private static void ends(Lab lab, Notes notes, String name, int version) throws Exception {
        lab.topic(name, 1);
        Hand hand = Hand.of(lab, name);
        long id = hand.init().producerId();
        int epoch = 0;
        for (boolean commit : new boolean[] {true, false}) {
            int now = epoch;
            notes.ask("commit of nothing", () -> hand.end(version, id, now, true));
            notes.note("add", hand.add(id, now, name));
            notes.note("ongoing", hand.state());
            notes.ask("wrong epoch", () -> hand.end(version, id, now + 7, commit));
            notes.ask("wrong id", () -> hand.end(version, id + 9, now, commit));
            notes.ask("end " + commit, () -> hand.end(version, id, now, commit));
            notes.note("ended", hand.state());
            notes.ask("the same again", () -> hand.end(version, id, now, commit));
            notes.ask("the contrary", () -> hand.end(version, id, now, !commit));
            epoch += version >= 5 ? 1 : 0;
        }
        int now = epoch;
        notes.ask("abort of nothing", () -> hand.end(version, id, now, false));
        notes.note("last", hand.state());
        hand.init();
        notes.ask("zombie ends v1", () -> hand.end(1, id, 0, true));
        notes.ask("zombie ends", () -> hand.end(version, id, 0, true));
    }

    private static void additions(Lab lab, Notes notes) throws Exception {
        lab.topic("txn-add", 1);
        Hand hand = Hand.of(lab, "txn-add");
        notes.ask("before", () -> hand.add(5, 0, "txn-add"));
        long id = hand.init().producerId();
        notes.ask("wrong id", () -> hand.add(id + 9, 0, "txn-add"));
        notes.ask("wrong epoch", () -> hand.add(id, 3, "txn-add"));
        notes.ask("no topic", () -> hand.add(id, 0, "txn-none"));
        notes.ask("right", () -> hand.add(id, 0, "txn-add"));
        notes.ask("again", () -> hand.add(id, 0, "txn-add"));
        notes.ask("fenced while open", () -> hand.init().producerEpoch());
        notes.note("state", hand.state());
    }
}
