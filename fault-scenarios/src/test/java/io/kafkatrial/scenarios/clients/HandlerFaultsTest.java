/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientEvent;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Target;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that meet a client at a point of its work: the nth record, a key, a commit, a poll. */
class HandlerFaultsTest extends OneBroker {

    @Test
    void handlerFailsAtTheNthRecordAndAtNoOther() throws Exception {
        // Given
        RecordingConsumer<String, String> consumer = member("nth", "classic", Map.of());
        Ongoing fail =
                act(at("member:nth", new ClientAct.FailHandler("no stock"), ClientPoint.ANYWHERE, Passages.nth(3)));
        send(6);
        List<String> handled = new ArrayList<>();

        // When, Then
        assertThatThrownBy(() -> handle(consumer, handled, 6))
                .isInstanceOf(HandlerFailedException.class)
                .hasMessage("no stock");
        assertThat(handled).hasSize(2);
        consumer.seekToBeginning(consumer.assignment());
        handle(consumer, handled, 8);
        assertThat(fail.touched()).isEqualTo(1);
        assertThat(fail.evidence()).contains("the handler of consumer failed before record orders-");
    }

    @Test
    void poisonPillFailsEachTimeItsKeyComes() throws Exception {
        // Given
        RecordingConsumer<String, String> consumer = member("poison", "classic", Map.of());
        act(at(
                "member:poison",
                new ClientAct.FailHandler("poison", Optional.of("k1")),
                ClientPoint.ANYWHERE,
                Passages.all()));
        send(2);

        // When, Then
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> handle(consumer, new ArrayList<>(), 1_000)).hasMessage("poison");
            consumer.seekToBeginning(consumer.assignment());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void handlerThatIsSlowerThanMaxPollIntervalLosesItsPartitions(String protocol) throws Exception {
        // Given
        String group = "slow-" + protocol;
        RecordingConsumer<String, String> slow = member(group, protocol, Map.of("max.poll.interval.ms", "1000"));
        awaitAssigned(slow);
        send(2);
        Ongoing slowness = act(at(
                "member:" + group + "/1",
                new ClientAct.SlowHandler(Duration.ofMinutes(5)),
                ClientPoint.ANYWHERE,
                Passages.nth(1)));

        // When
        Background application = Background.of(() -> {
            pollSome(slow);
            slow.commitSync();
        });
        await().atMost(LONG).until(() -> slowness.touched() == 1 && members(group) == 0);
        awaitAssigned(member(group, protocol, Map.of()));
        slowness.undo();

        // Then
        assertThat(application.failure()).isInstanceOf(CommitFailedException.class);
    }

    @Test
    void slowPollComesTooLate() throws Exception {
        // Given
        RecordingConsumer<String, String> slow = member("late", "classic", Map.of("max.poll.interval.ms", "1000"));
        awaitAssigned(slow);
        Ongoing slowness =
                act(new Fault.OnClients(Target.parse("member:late"), new ClientAct.SlowPoll(Duration.ofMinutes(5))));

        // When
        Background application = Background.of(() -> slow.poll(Duration.ofMillis(1)));

        // Then
        await().atMost(LONG).until(() -> members("late") == 0);
        slowness.undo();
        application.failure();
        assertThat(slowness.evidence()).contains("took 300000 ms longer before poll");
    }

    @Test
    void crashAfterTheNthRecordAndBeforeItsCommitLeavesItUncommitted() throws Exception {
        // Given
        RecordingConsumer<String, String> consumer = member("before-commit", "classic", Map.of());
        send(2);
        Ongoing crash =
                act(at("member:before-commit", new ClientAct.Crash(), ClientPoint.BEFORE_COMMIT, Passages.nth(1)));

        // When
        pollSome(consumer);

        // Then
        assertThatThrownBy(consumer::commitSync).isInstanceOf(ClientCrashedException.class);
        assertThat(crash.evidence()).contains("crashed before commit");
    }

    @Test
    void producerCrashesAfterTheNthSend() throws Exception {
        // Given
        Producer<String, String> producer = producer(Map.of("client.id", "shop"));
        act(at("client:shop", new ClientAct.Crash(), ClientPoint.AFTER_SEND, Passages.nth(2)));

        // When, Then
        producer.send(new ProducerRecord<>("orders", "a"));
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>("orders", "b")))
                .isInstanceOf(ClientCrashedException.class);
    }

    @Test
    void leakedConsumerStaysInItsGroup() throws Exception {
        // Given
        RecordingConsumer<String, String> consumer = member("leak", "classic", Map.of());
        awaitAssigned(consumer);

        // When
        act(new Fault.OnClients(Target.parse("member:leak"), new ClientAct.Leak()));

        // Then
        assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).isInstanceOf(ClientCrashedException.class);
        await().during(Duration.ofMillis(1500)).atMost(LONG).until(() -> members("leak") == 1);
    }

    @Test
    void consumerLeavesWithItsNextPollAndComesBack() throws Exception {
        // Given
        RecordingConsumer<String, String> consumer = member("leave", "consumer", Map.of());
        awaitAssigned(consumer);
        Ongoing leave = act(new Fault.OnClients(Target.parse("member:leave"), new ClientAct.Leave()));

        // When
        assertThat(consumer.poll(Duration.ofMillis(10))).isEmpty();

        // Then
        await().atMost(LONG).until(() -> members("leave") == 0);
        assertThat(leave.evidence()).isEqualTo("consumer left the group");
        leave.undo();
        awaitAssigned(consumer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void stormRebalancesTheGroupAndPasses(String protocol) throws Exception {
        // Given
        String group = "storm-" + protocol;
        RecordingConsumer<String, String> consumer = member(group, protocol, Map.of());
        awaitAssigned(consumer);

        // When
        Ongoing storm = act(new Fault.OnClients(Target.parse("member:" + group), new ClientAct.Storm(4)));
        Set<Integer> generations = new HashSet<>();
        while (storm.touched() < 4 || generations.size() < 2) {
            consumer.poll(Duration.ofMillis(20));
            generations.add(consumer.groupMetadata().generationId());
        }
        Background undo = Background.of(storm::undo);
        while (!undo.isOver()) {
            consumer.poll(Duration.ofMillis(20));
        }

        // Then
        assertThat(generations).hasSizeGreaterThan(1);
        assertThat(storm.evidence()).startsWith("4 members joined and 4 left again");
    }

    @Test
    void clientsAreToldAsTheyAppear() {
        // Given
        List<String> appeared = new ArrayList<>();
        trial.stage().listen(event -> appeared.add(((ClientEvent.Appeared) event).clientId()));

        // When
        producer(Map.of());
        member("appear", "classic", Map.of());

        // Then
        assertThat(appeared).containsExactly("producer", "consumer", "consumer");
    }

    private static Fault.OnClients at(String who, ClientAct act, ClientPoint point, Passages passages) {
        return new Fault.OnClients(Target.parse(who), act, point, passages, Optional.empty());
    }

    private static void handle(RecordingConsumer<String, String> consumer, List<String> handled, int count) {
        while (handled.size() < count) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                handled.add(record.key());
            }
        }
    }
}
