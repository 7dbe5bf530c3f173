/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Unresolved;
import io.kafkatrial.history.Event;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of clients, on brokers that see them: what the group, the transaction and the application notice. */
class ClientFaultsTest extends OneBroker {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void crashedConsumerIsMissedByItsGroupAndLeavesNoGoodbye(String protocol) throws Exception {
        // Given
        String group = "crash-" + protocol;
        RecordingConsumer<String, String> consumer = member(group, protocol, Map.of());
        awaitAssigned(consumer);

        // When
        Ongoing crash = act(new Fault.OnClients(Target.parse("member:" + group), new ClientAct.Crash()));

        // Then
        assertThat(members(group)).as("nobody said goodbye").isEqualTo(1);
        assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(10)))
                .isInstanceOf(ClientCrashedException.class)
                .hasMessageContaining("Make a new client");
        assertThat(crash.touched()).isEqualTo(1);
        await().atMost(LONG).until(() -> members(group) == 0);
        assertThat(states(consumer.toString())).containsExactly("crashed");
        consumer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void consumerThatCrashesInsideAPollComesOutWithOneClearException(String protocol) throws Exception {
        // Given
        String group = "inside-" + protocol;
        RecordingConsumer<String, String> consumer = member(group, protocol, Map.of());
        awaitAssigned(consumer);
        Background poll = Background.of(() -> {
            while (true) {
                consumer.poll(LONG);
            }
        });

        // When
        act(new Fault.OnClients(Target.parse("member:" + group), new ClientAct.Crash()));

        // Then
        assertThat(poll.failure()).isInstanceOf(ClientCrashedException.class);
        await().atMost(LONG).until(() -> members(group) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void pausedConsumerIsThrownOutAndGoesOnAsAZombie(String protocol) throws Exception {
        // Given
        String group = "pause-" + protocol;
        RecordingConsumer<String, String> zombie = member(group, protocol, Map.of());
        awaitAssigned(zombie);
        send(4);
        List<ConsumerRecord<String, String>> inHand = pollSome(zombie);
        Ongoing pause = act(new Fault.OnClients(Target.parse("member:" + group + "/1"), new ClientAct.Pause()));
        Background commit = Background.of(zombie::commitSync);
        await().atMost(LONG).until(() -> members(group) == 0);

        // When
        RecordingConsumer<String, String> heir = member(group, protocol, Map.of());
        Set<String> missing = new HashSet<>(places(inHand));
        await().atMost(LONG).until(() -> {
            missing.removeAll(places(heir.poll(Duration.ofMillis(100))));
            return missing.isEmpty();
        });
        pause.undo();

        // Then
        assertThat(commit.failure()).isInstanceOf(org.apache.kafka.common.KafkaException.class);
        assertThat(pause.evidence()).contains("stood still").contains("a thread waited");
        assertThat(states(zombie.toString())).containsExactly("paused", "resumed");
    }

    private static List<String> places(Iterable<ConsumerRecord<String, String>> records) {
        List<String> places = new ArrayList<>();
        records.forEach(record -> places.add(record.topic() + "-" + record.partition() + "@" + record.offset()));
        return places;
    }

    @Test
    void crashedProducerFailsWhatWasUnderWayAndNothingMore() throws Exception {
        // Given
        Producer<String, String> producer = producer(Map.of("linger.ms", "600000", "delivery.timeout.ms", "700000"));
        Future<RecordMetadata> underWay = producer.send(new ProducerRecord<>("orders", "k", "v"));

        // When
        act(new Fault.OnClients(Target.parse("client:producer"), new ClientAct.Crash()));

        // Then
        assertThatThrownBy(underWay::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClientCrashedException.class);
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>("orders", "k", "w")))
                .isInstanceOf(ClientCrashedException.class);
        assertThat(threads("kafka-producer-network-thread")).noneMatch(name -> name.contains("producer"));
        assertThat(events(Event.SendUnknown.class)).hasSize(1);
    }

    @Test
    void crashedTransactionIsNeitherCommittedNorAborted() throws Exception {
        // Given
        Producer<String, String> producer = producer(Map.of("transactional.id", "tx-crash"));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("orders", "k", "v")).get();

        // When
        act(new Fault.OnClients(Target.parse("producer:tx-crash"), new ClientAct.Crash()));

        // Then
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(ClientCrashedException.class);
        try (Admin admin = Admin.create(cluster().clientProperties())) {
            assertThat(admin.describeTransactions(List.of("tx-crash"))
                            .description("tx-crash")
                            .get()
                            .state())
                    .hasToString("Ongoing");
        }
    }

    @Test
    void producerIsFencedByItsTwinAndShowsNothing() throws Exception {
        // Given
        Producer<String, String> zombie = producer(Map.of("transactional.id", "tx-twin"));
        zombie.initTransactions();
        zombie.beginTransaction();
        zombie.send(new ProducerRecord<>("orders", "twin", "never seen")).get();

        // When
        Ongoing twin = act(new Fault.OnClients(Target.parse("producer:tx-twin"), new ClientAct.Twin()));
        await().atMost(LONG).until(() -> twin.touched() == 1);

        // Then
        assertThatThrownBy(zombie::commitTransaction).isInstanceOf(ProducerFencedException.class);
        assertThat(twin.evidence()).contains("took over transactional.id tx-twin");
        twin.undo();
    }

    @Test
    void staticMemberIsFencedByItsClone() throws Exception {
        // Given
        RecordingConsumer<String, String> original = member("static", "classic", Map.of("group.instance.id", "till-1"));
        awaitAssigned(original);

        // When
        Ongoing twin = act(new Fault.OnClients(Target.parse("member:static"), new ClientAct.Twin()));

        // Then
        assertThatThrownBy(() -> {
                    while (true) {
                        original.poll(Duration.ofMillis(50));
                    }
                })
                .isInstanceOf(org.apache.kafka.common.errors.FencedInstanceIdException.class);
        await().atMost(LONG).until(() -> twin.touched() == 1);
        twin.undo();
        await().atMost(LONG).until(() -> members("static") == 0);
    }

    @Test
    void cloneOfAStaticMemberIsRefusedByTheNewProtocol() throws Exception {
        // Given
        RecordingConsumer<String, String> original =
                member("static-848", "consumer", Map.of("group.instance.id", "till-1"));
        awaitAssigned(original);

        // When
        Ongoing twin = act(new Fault.OnClients(Target.parse("member:static-848"), new ClientAct.Twin()));

        // Then
        await().atMost(LONG).until(() -> twin.evidence().contains("UnreleasedInstanceIdException"));
        assertThat(twin.touched()).isZero();
        twin.undo();
    }

    @Test
    void twinOfAStrangerIsRefused() throws Exception {
        // Given
        member("strangers", "classic", Map.of());

        // When, Then
        assertThatThrownBy(() -> act(new Fault.OnClients(Target.parse("member:strangers"), new ClientAct.Twin())))
                .hasMessageContaining("neither a transactional.id nor a group.instance.id");
    }

    @Test
    void nobodyIsMeantBeforeTheClientAppears() {
        assertThatThrownBy(() -> act(new Fault.OnClients(Target.parse("member:nobody"), new ClientAct.Crash())))
                .isInstanceOf(Unresolved.class);
    }
}
