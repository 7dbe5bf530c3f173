/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends orders, at the pace of a shop: an application that knows nothing of this project. */
public final class SenderMain {

    private SenderMain() {}

    /** With acks as the third argument, {@code all} if there is none; forever if the fourth is {@code forever}. */
    public static void main(String[] args) {
        String acks = args.length > 2 ? args[2] : "all";
        boolean forever = args.length > 3 && args[3].equals("forever");
        send(args[0], acks, forever ? Integer.MAX_VALUE : 800);
    }

    static void send(String bootstrapServers, String acks, int orders) {
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("acks", acks);
        config.put("enable.idempotence", String.valueOf(acks.equals("all")));
        config.put("client.id", "shop");
        config.put("max.in.flight.requests.per.connection", "1"); // none waits behind the one at which the leader dies
        config.put("request.timeout.ms", "3000"); // how long the leader waits for followers that are cut off
        try (Producer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<String> customers = List.of("ada", "bob", "cyd");
            for (int order = 0; order < orders; order++) {
                producer.send(new ProducerRecord<>("orders", customers.get(order % 3), "order " + order));
                LockSupport.parkNanos(200_000);
            }
        }
        System.out.println("sent " + orders);
    }
}
