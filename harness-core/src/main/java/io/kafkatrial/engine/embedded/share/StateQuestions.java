/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.DeleteShareGroupStateResponseData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.DeleteShareGroupStateResponse;
import org.apache.kafka.common.requests.InitializeShareGroupStateResponse;
import org.apache.kafka.common.requests.ReadShareGroupStateResponse;
import org.apache.kafka.common.requests.ReadShareGroupStateSummaryResponse;
import org.apache.kafka.common.requests.WriteShareGroupStateResponse;

/** The five requests a share coordinator answers. Kafka's coordinator does not look at the request's context. */
final class StateQuestions {

    static final StateQuestion<InitializeShareGroupStateRequestData, InitializeShareGroupStateResponseData> INITIALIZE =
            new StateQuestion<>(
                    ApiKeys.INITIALIZE_SHARE_GROUP_STATE,
                    (coordinator, request) -> coordinator.initializeState(null, request),
                    answer -> answer.results().get(0).partitions().get(0).errorCode(),
                    InitializeShareGroupStateResponse::toErrorResponseData);

    static final StateQuestion<ReadShareGroupStateRequestData, ReadShareGroupStateResponseData> READ =
            new StateQuestion<>(
                    ApiKeys.READ_SHARE_GROUP_STATE,
                    (coordinator, request) -> coordinator.readState(null, request),
                    answer -> answer.results().get(0).partitions().get(0).errorCode(),
                    ReadShareGroupStateResponse::toErrorResponseData);

    static final StateQuestion<WriteShareGroupStateRequestData, WriteShareGroupStateResponseData> WRITE =
            new StateQuestion<>(
                    ApiKeys.WRITE_SHARE_GROUP_STATE,
                    (coordinator, request) -> coordinator.writeState(null, request),
                    answer -> answer.results().get(0).partitions().get(0).errorCode(),
                    WriteShareGroupStateResponse::toErrorResponseData);

    static final StateQuestion<DeleteShareGroupStateRequestData, DeleteShareGroupStateResponseData> DELETE =
            new StateQuestion<>(
                    ApiKeys.DELETE_SHARE_GROUP_STATE,
                    (coordinator, request) -> coordinator.deleteState(null, request),
                    answer -> answer.results().get(0).partitions().get(0).errorCode(),
                    DeleteShareGroupStateResponse::toErrorResponseData);

    static final StateQuestion<ReadShareGroupStateSummaryRequestData, ReadShareGroupStateSummaryResponseData> SUMMARY =
            new StateQuestion<>(
                    ApiKeys.READ_SHARE_GROUP_STATE_SUMMARY,
                    (coordinator, request) -> coordinator.readStateSummary(null, request),
                    answer -> answer.results().get(0).partitions().get(0).errorCode(),
                    ReadShareGroupStateSummaryResponse::toErrorResponseData);

    private StateQuestions() {}
}
