/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.Cluster;
import io.kafkatrial.engine.CertificateFiles;
import io.kafkatrial.engine.ClientAuth;
import io.kafkatrial.engine.ListenerProtocol;
import io.kafkatrial.engine.SaslMechanism;
import io.kafkatrial.engine.SecuritySpec;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** What docs/security.md shows. */
class SecurityTest {

    @Test
    void usersLogIn() throws Exception {
        // tag::sasl
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SASL_SSL)
                .mechanism(SaslMechanism.SCRAM_SHA_512)
                .user("alice", "wonder")
                .user("bob", "builder")
                .acl("alice allow ALL topic:orders", "bob allow READ topic:ord*", "bob allow READ group:billing");

        try (Cluster cluster = Cluster.builder()
                        .brokers(1)
                        .topic("orders", 3)
                        .security(security)
                        .start();
                Admin alice = Admin.create(cluster.clientProperties("alice"))) {
            assertThat(alice.listTopics().names().get()).containsExactly("orders");
        }
        // end::sasl
    }

    @Test
    void certificatesComeAsFiles() throws Exception {
        // tag::tls
        SecuritySpec security = SecuritySpec.of(ListenerProtocol.SSL)
                .clientAuth(ClientAuth.REQUIRED)
                .user("alice", "unused");

        try (Cluster cluster = Cluster.builder().brokers(1).security(security).start()) {
            Map<String, Object> java = cluster.clientProperties("alice"); // for kafka-clients
            CertificateFiles files = cluster.security().certificates();
            Path authority = files.authorityPem(); // ssl.ca.location of librdkafka, ca of Node.js
            Path certificate = files.of("alice").certificatePem(); // ssl.certificate.location
            Path key = files.of("alice").keyPem(); // ssl.key.location
            Path bad = files.expired("alice").keyStore(); // no broker takes it
            // end::tls
            assertThat(java).containsEntry("security.protocol", "SSL");
            assertThat(authority).exists();
            assertThat(certificate).exists();
            assertThat(key).exists();
            assertThat(bad).exists();
        }
    }
}
