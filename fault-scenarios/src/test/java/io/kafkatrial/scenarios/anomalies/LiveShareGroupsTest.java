/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.anomalies;

import static io.kafkatrial.check.Anomaly.Kind.DUPLICATE_DELIVERY;
import static io.kafkatrial.check.Anomaly.Kind.MISSED_DELIVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.Cluster;
import io.kafkatrial.check.Guarantee;
import io.kafkatrial.check.Verdict;
import io.kafkatrial.check.Verdicts;
import io.kafkatrial.history.Event;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Share groups: records are handed out until a member accepts them, and not again after that. */
class LiveShareGroupsTest extends Lively {

    private static final String GROUP = "workers";

    LiveShareGroupsTest() {
        super(Cluster.builder()
                .brokers(1)
                .topic(TOPIC, 1)
                .config("group.share.record.lock.duration.ms", "1000")
                .config("group.share.min.record.lock.duration.ms", "1000")
                .start());
    }

    private ShareConsumer<String, String> member(String... settings) {
        List<String> all = new ArrayList<>(List.of("group.id", GROUP, "share.acknowledgement.mode", "explicit"));
        all.addAll(List.of(settings));
        ShareConsumer<String, String> member =
                trial.clients().share().consumer(Workload.consumer(all.toArray(String[]::new)));
        member.subscribe(List.of(TOPIC));
        return member;
    }

    private static List<ConsumerRecord<String, String>> poll(ShareConsumer<String, String> member, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            member.poll(Duration.ofMillis(100)).forEach(records::add);
            return records.size() >= count;
        });
        return records;
    }

    private static void end(
            ShareConsumer<String, String> member, List<ConsumerRecord<String, String>> records, AcknowledgeType how) {
        records.forEach(record -> member.acknowledge(record, how));
        member.commitSync();
    }

    private Verdict exactlyOnce() {
        return Verdicts.of(
                Guarantee.EXACTLY_ONCE, trial.conclude(Duration.ofSeconds(1)).history());
    }

    /** What is released comes again, and what comes again before it is accepted is no repetition. */
    @Test
    void releasedRecordsComeAgainAndThatIsFine() {
        send(producer(), 5);
        ShareConsumer<String, String> member = member();
        end(member, poll(member, 5), AcknowledgeType.RELEASE);
        end(member, poll(member, 5), AcknowledgeType.ACCEPT);

        assertThat(exactlyOnce()).isInstanceOf(Verdict.Pass.class);
        assertThat(all(Event.Polled.class)).hasSize(10);
        assertThat(all(Event.ShareAcknowledged.class))
                .extracting(Event.ShareAcknowledged::how)
                .hasSize(10)
                .startsWith("release")
                .endsWith("accept");
    }

    /** Who acknowledges nothing itself accepts with every poll what the one before handed out. */
    @Test
    void everyPollAcceptsWhatTheOneBeforeHandedOut() {
        send(producer(), 5);
        ShareConsumer<String, String> member = member("share.acknowledgement.mode", "implicit");
        poll(member, 5);
        await().atMost(PATIENCE).until(() -> {
            member.poll(Duration.ofMillis(50));
            return all(Event.ShareAcknowledged.class).size() == 5;
        });

        assertThat(exactlyOnce()).isInstanceOf(Verdict.Pass.class);
        assertThat(all(Event.ShareAcknowledged.class))
                .extracting(Event.ShareAcknowledged::how)
                .containsOnly("accept");
    }

    /** One that lets its time pass: another has the records, and only the answer of that one counts. */
    @Test
    void answerAfterItsTimeDoesNotCount() {
        send(producer(), 5);
        ShareConsumer<String, String> slow = member();
        List<ConsumerRecord<String, String>> late = poll(slow, 5);
        ShareConsumer<String, String> quick = member();
        List<ConsumerRecord<String, String>> again = poll(quick, 5);
        end(slow, late, AcknowledgeType.ACCEPT);
        end(quick, again, AcknowledgeType.ACCEPT);

        assertThat(exactlyOnce()).isInstanceOf(Verdict.Pass.class);
        assertThat(all(Event.ShareAcknowledged.class))
                .extracting(Event.ShareAcknowledged::consumer)
                .hasSize(5)
                .containsOnly("share-consumer-2");
    }

    /** An administrator sets the group back to its beginning: what was accepted comes again. */
    @Test
    void acceptedRecordsThatComeAgainAreRepeated() throws Exception {
        send(producer(), 5);
        ShareConsumer<String, String> first = member();
        end(first, poll(first, 5), AcknowledgeType.ACCEPT);
        first.close();
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            admin.alterShareGroupOffsets(GROUP, Map.of(P0, 0L)).all().get();
        }
        ShareConsumer<String, String> second = member();
        end(second, poll(second, 5), AcknowledgeType.ACCEPT);

        shows(DUPLICATE_DELIVERY);
    }

    /** The group begins with what is new, and never gets what was there. */
    @Test
    void recordsBeforeTheGroupAreMissed() throws Exception {
        send(producer(), 5);
        ShareConsumer<String, String> member = member("auto.offset.reset", "latest");
        List<ConsumerRecord<String, String>> got = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            write(producer(), "new");
            member.poll(Duration.ofMillis(100)).forEach(got::add);
            got.forEach(member::acknowledge);
            return !got.isEmpty();
        });
        member.commitSync();

        shows(MISSED_DELIVERY);
    }

    @Test
    void settingsOfTheGroupAreGivenToIt() throws Exception {
        member("isolation.level", "read_committed");

        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, GROUP);
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            var config = admin.describeConfigs(List.of(group)).all().get().get(group);
            assertThat(config.get("share.auto.offset.reset").value()).isEqualTo("earliest");
            assertThat(config.get("share.isolation.level").value()).isEqualTo("read_committed");
        }
        assertThat(all(Event.ConsumerOpened.class)).singleElement().satisfies(opened -> {
            assertThat(opened.protocol()).isEqualTo("share");
            assertThat(opened.isolation()).isEqualTo("read_committed");
            assertThat(opened.reset()).isEqualTo("earliest");
        });
    }
}
