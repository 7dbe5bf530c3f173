/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.check.Guarantee.AT_LEAST_ONCE;
import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;

import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.DropResponse;
import io.kafkatrial.junit.DuplicateRequest;
import io.kafkatrial.junit.FailRequest;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.NetworkDelay;
import io.kafkatrial.junit.NetworkPartition;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The fault annotations of docs/faults.md. */
@KafkaCluster
@Topic(name = "orders", partitions = 3)
class FaultsByAnnotationTest {

    // tag::crash
    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 200), restartAfter = "500ms")
    @Delivers(AT_LEAST_ONCE)
    void noOrderIsLostWhenTheLeaderDies(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::crash

    // tag::cut
    @Test
    @NetworkPartition(from = "leader:orders-0", to = "followers:orders-0", when = @When(acks = 200), healAfter = "1s")
    @Delivers(AT_LEAST_ONCE)
    void noOrderIsLostWhenTheLeaderIsCutOffFromItsFollowers(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::cut

    // tag::delay
    @Test
    @NetworkDelay(from = "clients", to = "brokers", latency = "10ms", jitter = "5ms")
    @Delivers(AT_LEAST_ONCE)
    void noOrderIsLostOnASlowNetwork(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::delay

    // tag::drop-response
    @Test
    @DropResponse(api = "Produce", to = "leader:orders-0")
    @Delivers(EXACTLY_ONCE)
    void noOrderIsThereTwiceWhenAnAnswerIsLost(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::drop-response

    // tag::duplicate-request
    @Test
    @DuplicateRequest(api = "Produce", topic = "orders", to = "leader:orders-0")
    @Delivers(EXACTLY_ONCE)
    void noOrderIsThereTwiceWhenItArrivesTwice(Producer<String, String> producer) {
        sendOrders(producer, 1_000);
    }
    // end::duplicate-request

    // tag::fail-request
    @Test
    @FailRequest(api = "Produce", error = "NOT_LEADER_OR_FOLLOWER", to = "leader:orders-1", times = 2)
    @Delivers(AT_LEAST_ONCE)
    void refusedOrdersAreSentAgain(Producer<String, String> producer) {
        sendOrders(producer, 3); // one to each partition: no later one overtakes what is refused
        sendOrders(producer, 1_000);
    }
    // end::fail-request

    /** Some at a time: a fault that waits for an acknowledgement finds orders still to come. */
    private static void sendOrders(Producer<String, String> producer, int count) {
        for (int n = 0; n < count; n++) {
            producer.send(new ProducerRecord<>("orders", n % 3, "customer-" + n % 7, "order-" + n));
            if (n % 20 == 0) {
                producer.flush();
            }
        }
        producer.flush();
    }
}
