/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.orders;

import static io.kafkatrial.check.Guarantee.EXACTLY_ONCE;
import static io.kafkatrial.check.Guarantee.ORDERED_PER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.junit.ClientConfig;
import io.kafkatrial.junit.CrashBroker;
import io.kafkatrial.junit.Delivers;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.NetworkDelay;
import io.kafkatrial.junit.Topic;
import io.kafkatrial.junit.When;
import io.kafkatrial.scenarios.recording.Effects;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The order service on trial: the broker it talks to dies, replication is slow, and no order may suffer. */
@KafkaCluster(brokers = 3)
@Topic(name = "orders", partitions = 3)
class OrdersTest {

    @Test
    @CrashBroker(leaderOf = "orders-0", when = @When(acks = 500), restartAfter = "1s")
    @NetworkDelay(from = "brokers", to = "brokers", latency = "2ms", jitter = "2ms")
    @Delivers({EXACTLY_ONCE, ORDERED_PER_KEY})
    void everyOrderIsBookedOnceThoughTheLeaderCrashes(
            Producer<String, String> producer,
            @ClientConfig(name = "enable.auto.commit", value = "false") Consumer<String, String> consumer,
            Effects effects) {
        var orders = new OrderBatch(1_000);
        var ledger = new Ledger();
        var desk = new OrderDesk(consumer, ledger, effects::done);
        desk.open();

        var accepted = orders.submitTo(new OrderGateway(producer));
        while (!accepted.isDone() || ledger.orders() < orders.count()) {
            desk.work(Duration.ofMillis(50));
        }

        assertThat(accepted).isCompleted();
        assertThat(ledger.centsOf("customer-1")).isEqualTo(orders.centsOf("customer-1"));
    }
}
