/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.check.Guarantee;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
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
}
