/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import io.kafkatrial.engine.embedded.api.BrokerView;
import io.kafkatrial.engine.embedded.api.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.CreatePartitionsRequest;
import org.apache.kafka.common.requests.CreatePartitionsResponse;
import org.apache.kafka.common.requests.CreateTopicsRequest;
import org.apache.kafka.common.requests.CreateTopicsResponse;
import org.apache.kafka.common.requests.DeleteTopicsRequest;
import org.apache.kafka.common.requests.DeleteTopicsResponse;

/** Guards of making and removing topics. */
final class TopicGuards {

    private static final Errors REFUSED = Errors.TOPIC_AUTHORIZATION_FAILED;
    private static final int FIRST_WITH_IDS = 6;

    private final BrokerView broker;

    TopicGuards(BrokerView broker) {
        this.broker = broker;
    }

    CompletionStage<? extends AbstractResponse> create(
            CreateTopicsRequest request, Client client, Handler<CreateTopicsRequest> handler) {
        List<CreatableTopicResult> refused = new ArrayList<>();
        if (!client.mayOnCluster(CREATE)) {
            List<CreatableTopic> hidden = request.data().topics().stream()
                    .filter(topic -> !client.may(CREATE, TOPIC, topic.name()))
                    .toList();
            hidden.stream()
                    .map(CreatableTopic::name)
                    .distinct()
                    .forEach(name -> refused.add(new CreatableTopicResult()
                            .setName(name)
                            .setErrorCode(REFUSED.code())
                            .setErrorMessage("Authorization failed.")));
            request.data().topics().removeAll(hidden);
        }
        return client.then(request, handler, CreateTopicsResponse.class, answer -> {
            answer.data().topics().stream()
                    .filter(topic -> topic.errorCode() == Errors.NONE.code())
                    .filter(topic -> !client.may(DESCRIBE_CONFIGS, TOPIC, topic.name()))
                    .forEach(topic -> topic.setNumPartitions(-1)
                            .setReplicationFactor((short) -1)
                            .setConfigs(List.of())
                            .setTopicConfigErrorCode(REFUSED.code()));
            answer.data().topics().addAll(refused);
        });
    }

    CompletionStage<? extends AbstractResponse> delete(
            DeleteTopicsRequest request, Client client, Handler<DeleteTopicsRequest> handler) {
        List<DeletableTopicResult> refused = new ArrayList<>();
        if (!client.mayOnCluster(DELETE)) {
            if (request.version() < FIRST_WITH_IDS) {
                List<String> names = new ArrayList<>(request.data().topicNames());
                names.removeIf(name -> refuse(new DeleteTopicState().setName(name), client, refused));
                request.data().setTopicNames(names);
            } else {
                List<DeleteTopicState> topics = new ArrayList<>(request.data().topics());
                topics.removeIf(topic -> refuse(topic, client, refused));
                request.data().setTopics(topics);
            }
        }
        return client.then(request, handler, DeleteTopicsResponse.class, answer -> answer.data()
                .responses()
                .addAll(refused));
    }

    private boolean refuse(DeleteTopicState topic, Client client, List<DeletableTopicResult> refused) {
        boolean byId = !topic.topicId().equals(Uuid.ZERO_UUID);
        Optional<String> name =
                byId ? broker.metadata().getTopicName(topic.topicId()) : Optional.ofNullable(topic.name());
        if (name.isEmpty() || client.may(DELETE, TOPIC, name.get())) {
            return false;
        }
        boolean seen = client.may(DESCRIBE, TOPIC, name.get());
        refused.add(new DeletableTopicResult()
                .setName(byId && !seen ? null : name.get())
                .setTopicId(byId ? topic.topicId() : Uuid.ZERO_UUID)
                .setErrorCode(REFUSED.code())
                .setErrorMessage(REFUSED.message()));
        return true;
    }

    CompletionStage<? extends AbstractResponse> partitions(
            CreatePartitionsRequest request, Client client, Handler<CreatePartitionsRequest> handler) {
        List<CreatePartitionsTopic> hidden = request.data().topics().stream()
                .filter(topic -> !client.may(ALTER, TOPIC, topic.name()))
                .toList();
        request.data().topics().removeAll(hidden);
        return client.then(request, handler, CreatePartitionsResponse.class, answer -> {
            List<CreatePartitionsTopicResult> all =
                    new ArrayList<>(answer.data().results());
            hidden.stream()
                    .map(CreatePartitionsTopic::name)
                    .distinct()
                    .forEach(name -> all.add(
                            new CreatePartitionsTopicResult().setName(name).setErrorCode(REFUSED.code())));
            answer.data().setResults(all);
        });
    }
}
