/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.TrialException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:2",
                "leader:orders-0",
                "follower:my-topic-12",
                "followers:orders-0",
                "coordinator:billing:eu",
                "controller",
                "controllers",
                "brokers",
                "clients",
                "any",
                "replicas:orders-0",
                "txn-coordinator:pay:1",
                "controller:3001",
                "controllers-minority",
                "brokers-minority",
                "client:app 1",
                "member:billing",
                "member:billing/eu/2",
                "member:billing/eu",
                "producer:pay-1"
            })
    void everyFormReadsBackAsItself(String text) {
        assertThat(Target.parse(text)).hasToString(text);
    }

    @Test
    void groupsMayHoldColons() {
        assertThat(Target.parse("coordinator:billing:eu")).isEqualTo(Target.coordinatorOf("billing:eu"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is none of the known forms",
                "leader | it is none of the known forms",
                "leader: | nothing follows the colon",
                "boss:orders-0 | \"boss\" is no role",
                "broker:two | \"two\" is no broker id",
                "controller:one | \"one\" is no controller id",
                "member:/2 | no group is named before the slash",
                "leader:orders | \"orders\" is no partition (TOPIC-NUMBER, for example orders-0)",
            })
    void complainsOfAnythingElseWithTheForms(String text, String why) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(TrialException.class)
                .hasMessage("target '" + text + "' cannot be understood: " + why.replace('"', '\'')
                        + ". Write broker:ID, leader:TOPIC-PARTITION, follower:TOPIC-PARTITION,"
                        + " followers:TOPIC-PARTITION, replicas:TOPIC-PARTITION, coordinator:GROUP,"
                        + " txn-coordinator:ID, controller, controller:ID, controllers, controllers-minority,"
                        + " brokers, brokers-minority, any, clients, client:ID, member:GROUP, member:GROUP/N or"
                        + " producer:ID.");
    }
}
