/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.ScenarioResult;
import io.kafkatrial.scenarios.ScenarioRunner;
import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.Side;
import io.kafkatrial.scenarios.app.Application;
import io.kafkatrial.scenarios.app.ApplicationStage;
import io.kafkatrial.scenarios.app.Code;
import io.kafkatrial.scenarios.app.Ends;
import io.kafkatrial.scenarios.app.OnTrial;
import io.kafkatrial.scenarios.app.OwnApplication;
import io.kafkatrial.scenarios.app.Part;
import io.kafkatrial.scenarios.app.Role;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class OwnApplicationTest {

    // tag::shop
    public static final class Shop implements Application {
        @Override
        public void run(ApplicationStage stage) {
            try (Producer<String, String> producer =
                    new KafkaProducer<>(stage.clientProperties(), new StringSerializer(), new StringSerializer())) {
                for (int order = 0; !stage.isOver(); order++) {
                    producer.send(new ProducerRecord<>(stage.topics().get(0), "customer", "order " + order));
                    LockSupport.parkNanos(1_000_000); // an order now and then
                }
            }
        }
    }
    // end::shop

    @Test
    void theShopHolds() throws Exception {
        // tag::trial
        Part shop = new Part(Role.APPLICATION, new Code.JavaClass(Shop.class.getName()), new Ends.WhenTold());
        Scenario onTrial = OnTrial.in(Scenarios.named("leader-crash"), OwnApplication.of(shop));

        ScenarioResult result = new ScenarioRunner().run(onTrial, Side.GUARDED);
        // end::trial

        assertThat(result.differences()).isEmpty();
    }
}
