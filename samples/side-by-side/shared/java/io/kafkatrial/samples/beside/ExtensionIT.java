/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.junit.ClientConfig;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.CrashClient;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import io.kafkatrial.scenarios.clients.ClientCrashedException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The extension under the user's JUnit. */
@KafkaCluster(brokers = 3)
@Topic(name = "beside")
class ExtensionIT {

    @Test
    void junitIsTheUsers() {
        assertThat(Jars.nameOf(Test.class))
                .isEqualTo("junit-jupiter-api-" + System.getProperty("beside.junit") + ".jar");
    }

    @Test
    @CrashBroker(leaderOf = "beside-0", when = @When(acks = 50))
    @Delivers(Guarantee.AT_LEAST_ONCE)
    void faultsAndVerdictsWork(Producer<String, String> producer) throws Exception {
        for (int i = 0; i < 100; i++) {
            producer.send(new ProducerRecord<>("beside", "record " + i)).get();
        }
    }

    /** Reaches below the user's kafka-clients, whatever is there. */
    @Test
    @CrashClient(who = "member:beside-billing/1", at = ClientPoint.AFTER_POLL, nth = 1)
    @Delivers(Guarantee.AT_LEAST_ONCE)
    void faultsOfClientsWork(
            Producer<String, String> producer,
            @ClientConfig(name = "group.id", value = "beside-billing") Consumer<String, String> first,
            @ClientConfig(name = "group.id", value = "beside-other") Consumer<String, String> second)
            throws Exception {
        producer.send(new ProducerRecord<>("beside", "record")).get();
        first.subscribe(List.of("beside"));
        second.subscribe(List.of("beside"));
        assertThatThrownBy(() -> {
                    while (true) {
                        first.poll(Duration.ofMillis(50));
                    }
                })
                .isInstanceOf(ClientCrashedException.class);
        while (second.poll(Duration.ofMillis(50)).isEmpty()) {
            assertThat(second.subscription()).isNotEmpty();
        }
    }
}
