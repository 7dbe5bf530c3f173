/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.outside;

import static java.util.stream.Collectors.joining;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.TopicSpec;
import io.kafkatrial.engine.metadata.AdminActs;
import io.kafkatrial.engine.metadata.AdminDoor;
import io.kafkatrial.engine.metadata.BrokerKnowledge;
import io.kafkatrial.engine.metadata.LogTail;
import io.kafkatrial.engine.metadata.MetadataTail;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster of real brokers as it is followed and administered from outside, past its clients' doors: the controllers'
 * log, what groups and transactions write down, Kafka's own Admin. Safe for use by several threads.
 */
public final class Watched implements AutoCloseable {

    private final Outlook outlook;
    private final MetadataTail tail;
    private final BrokerKnowledge knowledge;
    private final AdminDoor admin;
    private final AdminActs acts;
    private final LogTail offsets;
    private final LogTail states;
    private final HealthCheck health;
    private final Renewal renewal;

    /**
     * Where the harness itself reaches the nodes, by their ids.
     *
     * @param controllers who votes in the quorum
     * @param brokers who serves clients
     */
    public record Addresses(Map<Integer, InetSocketAddress> controllers, Map<Integer, InetSocketAddress> brokers) {

        /** Of the brokers, past every door. */
        public String bootstrapServers() {
            return brokers.values().stream()
                    .map(address -> "127.0.0.1:" + address.getPort())
                    .collect(joining(","));
        }
    }

    /** Tells the outlook what is seen, once it is started. */
    public Watched(Outlook outlook, Addresses addresses, Collection<? extends Member> members) {
        this.outlook = outlook;
        String direct = addresses.bootstrapServers();
        this.tail = new MetadataTail(addresses.controllers(), outlook.view(), outlook.events());
        this.knowledge = new BrokerKnowledge(outlook.view(), addresses.brokers());
        this.admin = new AdminDoor(direct);
        this.acts = new AdminActs(admin, outlook.view(), knowledge);
        this.offsets = LogTail.offsets(direct, outlook.view(), outlook.events());
        this.states = LogTail.states(direct, outlook.view(), outlook.events());
        this.health = new HealthCheck(members, outlook.view(), tail, knowledge);
        this.renewal = new Renewal(outlook.view(), admin);
    }

    /** Begin to look. */
    public void start() {
        tail.start();
        offsets.start();
        states.start();
    }

    /** Who follows the controllers' log here. */
    public MetadataTail tail() {
        return tail;
    }

    /** What brokers know. */
    public BrokerKnowledge knowledge() {
        return knowledge;
    }

    /**
     * Make the users and the access rules, and see that these brokers know them.
     *
     * @throws io.kafkatrial.engine.TrialException if one does not learn of them in time
     */
    public void letIn(ClusterSecurity security, List<Integer> brokers, Duration patience) {
        admin.letIn(security);
        if (!Deadline.in(patience)
                .await(() -> brokers.stream().allMatch(broker -> knowledge.hasLetIn(broker, security)))) {
            throw Complaints.startFailed("a broker did not learn of its users and access rules", null);
        }
    }

    /** What the cluster is like now is what it has to be like for the next. */
    public void markNew() {
        renewal.begin();
    }

    /** Create these; gives back whether all of them are there, and the cluster is healthy, in time. */
    public boolean createTopics(List<TopicSpec> topics, Duration patience) {
        admin.create(topics);
        Deadline.in(patience).await(() -> topics.stream().allMatch(this::isThere));
        return health.await(patience);
    }

    private boolean isThere(TopicSpec topic) {
        return outlook.view().partitions().stream()
                        .filter(partition -> partition.partition().topic().equals(topic.name()))
                        .count()
                == topic.partitions();
    }

    /** Wait until all is well; gives back whether it came to be in time. */
    public boolean awaitHealthy(Duration timeout) {
        return health.await(timeout);
    }

    /** Act as an administrator. */
    public AdminOutcome perform(AdminAct act) {
        return acts.perform(act);
    }

    /** Make a used cluster as good as new; gives back what keeps it from being that. */
    public Optional<String> renew(Duration patience) {
        Optional<String> dirt = renewal.clean();
        if (dirt.isPresent()) {
            return dirt;
        }
        return offsets.catchUp(patience) && states.catchUp(patience)
                ? Optional.empty()
                : Optional.of("what groups and transactions of those before wrote down could not be read to its end");
    }

    /** Ask brokers nothing more; the controllers' log is followed until {@link #close}. */
    public void hangUp() {
        offsets.close();
        states.close();
        admin.close();
    }

    @Override
    public void close() {
        hangUp();
        tail.close();
    }
}
