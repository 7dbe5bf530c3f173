/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import static io.kafkatrial.engine.embedded.api.GroupBroker.OFFSETS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.metadata.FenceBrokerRecord;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindCoordinatorHandlerTest {

    private static final String TRANSACTIONS = "__transaction_state";

    private final GroupBroker broker = new GroupBroker();

    @Test
    void firstQuestionForACoordinatorCreatesTheOffsetsTopic() {
        // When
        FindCoordinatorResponseData.Coordinator answer = coordinatorOf("g", 6);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(answer.nodeId()).isEqualTo(-1);
        assertThat(broker.created).containsExactly(OFFSETS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void coordinatorIsTheLeaderOfTheGroupsPartition(int version) {
        // Given
        broker.coordinating();

        // When
        FindCoordinatorResponseData.Coordinator answer = coordinatorOf("g", version);

        // Then
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
        assertThat(answer.errorMessage()).isEqualTo(version >= 1 && version <= 3 ? "NONE" : "");
        assertThat(answer.nodeId()).isEqualTo(1);
        assertThat(answer.host()).isEqualTo("localhost");
        assertThat(answer.port()).isEqualTo(9092);
        assertThat(broker.created).isEmpty();
    }

    @Test
    void coordinatorIsNotAvailableWithoutALeaderThatLives() {
        // Given
        broker.coordinating();

        // When
        broker.change(delta -> delta.replay(new FenceBrokerRecord().setId(1).setEpoch(5)));

        // Then
        assertThat(Errors.forCode(coordinatorOf("g", 6).errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(broker.created).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6})
    void coordinatorOfATransactionIsTheLeaderOfAPartitionOfItsOwnTopic(int version) {
        // Given
        broker.coordinating();

        // When
        FindCoordinatorResponseData.Coordinator early = coordinatorOf("tx", version, (byte) 1);
        broker.topic(TRANSACTIONS, new Uuid(3, 3), 1);
        FindCoordinatorResponseData.Coordinator answer = coordinatorOf("tx", version, (byte) 1);

        // Then
        assertThat(Errors.forCode(early.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(broker.created).containsExactly(TRANSACTIONS);
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
        assertThat(answer.nodeId()).isEqualTo(1);
    }

    private FindCoordinatorResponseData.Coordinator coordinatorOf(String key, int version) {
        return coordinatorOf(key, version, (byte) 0);
    }

    private FindCoordinatorResponseData.Coordinator coordinatorOf(String key, int version, byte type) {
        FindCoordinatorRequestData request = new FindCoordinatorRequestData().setKeyType(type);
        if (version < 4) {
            request.setKey(key);
        } else {
            request.setCoordinatorKeys(List.of(key));
        }
        FindCoordinatorResponseData answer = broker.ask(
                new FindCoordinatorRequest.Builder(request).build((short) version), FindCoordinatorResponseData.class);
        return version >= 4
                ? answer.coordinators().get(0)
                : new FindCoordinatorResponseData.Coordinator()
                        .setErrorCode(answer.errorCode())
                        .setErrorMessage(answer.errorMessage())
                        .setNodeId(answer.nodeId())
                        .setHost(answer.host())
                        .setPort(answer.port());
    }
}
