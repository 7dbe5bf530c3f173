/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static io.kafkatrial.engine.ListenerProtocol.SASL_SSL;
import static io.kafkatrial.engine.SaslMechanism.SCRAM_SHA_512;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.junit.As;
import io.kafkatrial.junit.KafkaCluster;
import io.kafkatrial.junit.Secured;
import io.kafkatrial.junit.Topic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

// tag::secured
@KafkaCluster(brokers = 1)
@Topic(name = "orders")
@Secured(
        protocol = SASL_SSL,
        mechanisms = SCRAM_SHA_512,
        users = {"alice:wonder", "bob:builder"},
        acls = {"alice allow WRITE,DESCRIBE topic:orders", "bob allow READ topic:orders"})
class SecuredTest {

    @Test
    void aliceWritesOrdersAndNothingElse(@As("alice") Producer<String, String> alice) throws Exception {
        alice.send(new ProducerRecord<>("orders", "ann", "tea")).get();

        assertThatThrownBy(() ->
                        alice.send(new ProducerRecord<>("audit", "ann", "tea")).get())
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
}
// end::secured
