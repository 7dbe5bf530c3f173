/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody else should read is in no history. */
class SecretsTest {

    private static final String SECRET = "s3cr3t-of-alice";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.keystore.password",
                "ssl.key.password",
                "ssl.keystore.key",
                "ssl.truststore.password",
                "sasl.jaas.config",
                "sasl.password",
                "listener.name.x.scram-sha-256.sasl.jaas.config",
                "basic.auth.user.info",
                "schema.registry.basic.auth.user.info",
                "sasl.oauthbearer.client.credentials.client.secret",
                "bearer.auth.token",
                "aws.secretKey"
            })
    void valuesOfSecretSettingsAreMasked(String name) {
        assertThat(Secrets.mask(Map.of(name, SECRET, "acks", "all")))
                .containsEntry(name, Secrets.MASK)
                .containsEntry("acks", "all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Login failed: org.apache.kafka...PlainLoginModule required username=\"alice\" password=\"s3cr3t-of-alice\";",
                "could not read {ssl.key.password=s3cr3t-of-alice, acks=all}",
                "POST https://alice:s3cr3t-of-alice@registry/subjects failed",
                "bad key -----BEGIN PRIVATE KEY-----\ns3cr3t-of-alice\n-----END PRIVATE KEY----- in store",
                "api_key: s3cr3t-of-alice"
            })
    void secretsInTextsOfErrorsAreMasked(String text) {
        assertThat(Secrets.mask(text)).doesNotContain(SECRET).contains(Secrets.MASK);
    }

    @Test
    void ordinaryErrorsStayAsTheyAre() {
        String text = "Expiring 3 record(s) for orders-0:120000 ms has passed since batch creation";
        assertThat(Secrets.mask(text)).isEqualTo(text);
    }
}
