/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Anomaly;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Split;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import io.kafkatrial.scenarios.Chapter;
import io.kafkatrial.scenarios.Expected;
import io.kafkatrial.scenarios.Half;
import io.kafkatrial.scenarios.Page;
import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * A leader is cut off from the cluster, but not from its clients. The others elect a new leader; the old one does not
 * hear of it, and takes records as before. Under {@code acks=1} it acknowledges them, with nobody to copy them; when it
 * is back it learns that it leads no more and cuts its log.
 */
final class IsolatedLeader implements Scenario {
    private static final String SPLIT = "leader isolated";

    @Override
    public Page page() {
        return Page.of("isolated-leader", Chapter.REPLICATION, "acks", "election", "network", "producer")
                .idea("A leader cannot know that it was replaced while it cannot reach the controllers. Clients that"
                        + " reach it and have no reason to ask for new metadata (metadata.max.age.ms is 5 minutes) go on"
                        + " writing to it. Under acks=1 they are told that all is well; under acks=all the leader needs"
                        + " its followers, gets no answer from them, and gives none.")
                .fault("the leader is cut off from brokers and controllers, not from clients, after 100 acknowledged"
                        + " records, until another leads and the third produce request after that has come")
                .advice("Use acks=all with min.insync.replicas=2: only a leader that its followers follow can"
                        + " acknowledge. No timeout on the producer's side replaces that.")
                .source("Kafka documentation, Producer Configs, acks; Design, Replicated Logs: Quorums, ISRs, and State"
                        + " Machines; KIP-631, broker fencing");
    }

    @Override
    public Half dangerous() {
        return half(
                "acks=1 (which also switches the idempotent producer off)",
                Orders.oneByOne("acks", "1"),
                List.of(Expected.broken(Guarantee.AT_LEAST_ONCE, Anomaly.Kind.LOST_WRITE)));
    }

    @Override
    public Half guarded() {
        return half(
                "acks=all, min.insync.replicas=2",
                Orders.oneByOne("acks", "all", "request.timeout.ms", "400"),
                Orders.safe());
    }

    private static Half half(String configuration, Map<String, Object> producer, List<Expected> expected) {
        Trigger three = new Trigger.OnRequest(Requests.to(new Target.AllBrokers(), "Produce"), 3);
        Split alone = Split.of(Split.Shape.ISOLATE).around(Orders.LEADER).withControllers();
        return new Half(
                configuration,
                Orders.onThree(),
                Half.faults(new PlannedFault(
                        SPLIT,
                        new Fault.SplitNetwork(alone, Optional.empty()),
                        Trigger.acks(Orders.REPLICATED, Orders.TOPIC),
                        Optional.of(Orders.then(new Trigger.LeaderElected(Orders.PARTITION), three)))),
                stage -> work(stage, producer),
                expected);
    }

    private static void work(Stage stage, Map<String, Object> settings) {
        Producer<String, String> producer = stage.clients().producer(settings);
        int old = stage.cluster().leaderOf(Orders.PARTITION.toString()).id();
        Workload.send(producer, Orders.TOPIC, 0, Orders.REPLICATED);
        stage.awaitFired(SPLIT);
        Orders.awaitLeaderOtherThan(stage, old);
        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED, Orders.REPLICATED + 100);
        producer.flush();
    }
}
