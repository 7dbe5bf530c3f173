/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.spring;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes an invoice for each order. Offset and invoice are one transaction, Spring's: when the method throws,
 * the invoice is aborted and the order comes again.
 */
@Component
class Invoicing {
    private final KafkaTemplate<String, String> kafka;
    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();

    Invoicing(KafkaTemplate<String, String> kafka) {
        this.kafka = kafka;
    }

    @KafkaListener(topics = "orders", concurrency = "2")
    void invoice(ConsumerRecord<String, String> order) {
        kafka.send("invoices", order.key(), "invoice of " + order.value());
        if (order.value().startsWith("difficult") && failedOnce.add(order.value())) {
            throw new IllegalStateException("the printer is out of paper");
        }
    }
}
