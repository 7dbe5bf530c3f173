/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.replication;

import io.kafkatrial.check.Claim;
import io.kafkatrial.scenarios.Stage;
import io.kafkatrial.scenarios.Workload;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/**
 * How long the scenarios about availability bear to wait, and for how long their producers try. A producer that gets
 * nothing done gives up after the limit, so that what breaks the claim is its own timeout and no stall of the machine;
 * what does not break it takes a fraction of the limit: half a second, 0.8 s with three times as much work as the machine
 * can do.
 */
final class Patience {
    /** No client waits longer. */
    static final Claim CLAIM = Claim.available(Duration.ofSeconds(3));

    /** For how long a send is tried. */
    static final Duration DELIVERY = Duration.ofMillis(3200);

    /** How long one poll of a consumer that may have to wait takes if it gets nothing. */
    static final Duration POLL = Duration.ofMillis(20);

    /** So many polls in vain take {@link #DELIVERY} at least. */
    static final long POLLS = DELIVERY.dividedBy(POLL) + 5;

    private Patience() {}

    /** Send, and go on as soon as this fault has fired, until all is acknowledged or given up. */
    static void work(Stage stage, String fault) {
        Producer<String, String> producer = stage.clients().producer(producer("acks", "all"));
        producer.partitionsFor(Orders.TOPIC); // it knows the leader before that breaks
        Workload.publish(stage, Orders.TOPIC, 0, Orders.REPLICATED);
        stage.awaitFired(fault);
        Workload.send(producer, Orders.TOPIC, Orders.REPLICATED, Orders.REPLICATED + 50);
        producer.flush();
    }

    /** Configuration of a producer of strings that gives up after {@link #DELIVERY}. */
    static Map<String, Object> producer(String... settings) {
        Map<String, Object> all = Workload.producer(settings);
        all.put("delivery.timeout.ms", String.valueOf(DELIVERY.toMillis()));
        all.putIfAbsent("request.timeout.ms", "600");
        return all;
    }
}
