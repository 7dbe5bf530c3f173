/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AlterReplicaLogDirsRequest;
import org.apache.kafka.common.requests.AlterReplicaLogDirsResponse;
import org.apache.kafka.common.requests.DescribeLogDirsRequest;
import org.apache.kafka.common.requests.DescribeLogDirsResponse;

/**
 * DescribeLogDirs 1 to 5 and AlterReplicaLogDirs 1 to 2 of a broker that has one log directory: the
 * first of {@code log.dirs}, else {@code log.dir}. It is a name only, the logs are in memory: what the
 * file store has room for is what the JVM's heap has. A replica cannot move anywhere but where it is.
 */
final class LogDirHandlers {

    private static final String FUTURE_SUFFIX = "-" + "f".repeat(32) + "-future";
    private static final int LONGEST_NAME = 255;

    private final BrokerView broker;
    private final DataPlane data;

    LogDirHandlers(BrokerView broker, DataPlane data) {
        this.broker = broker;
        this.data = data;
    }

    void register(Handlers handlers) {
        handlers.on(ApiKeys.DESCRIBE_LOG_DIRS, DescribeLogDirsRequest.class, this::describe)
                .on(ApiKeys.ALTER_REPLICA_LOG_DIRS, AlterReplicaLogDirsRequest.class, this::alter);
    }

    private String directory() {
        return Path.of(broker.config().logDir()).toAbsolutePath().toString();
    }

    private CompletionStage<AbstractResponse> describe(DescribeLogDirsRequest request, RequestScope scope) {
        Set<TopicPartition> asked = new HashSet<>();
        if (!request.isAllTopicPartitions()) {
            request.data().topics().forEach(topic -> topic.partitions()
                    .forEach(partition -> asked.add(new TopicPartition(topic.topic(), partition))));
        }
        Map<String, DescribeLogDirsTopic> topics = new LinkedHashMap<>();
        for (DataPlane.LocalLog log : data.logs()) {
            if (request.isAllTopicPartitions() || asked.contains(log.partition())) {
                topics.computeIfAbsent(log.partition().topic(), name -> new DescribeLogDirsTopic().setName(name))
                        .partitions()
                        .add(new DescribeLogDirsPartition()
                                .setPartitionIndex(log.partition().partition())
                                .setPartitionSize(log.sizeInBytes())
                                .setOffsetLag(log.lag())
                                .setIsFutureKey(false));
            }
        }
        Runtime jvm = Runtime.getRuntime();
        return CompletableFuture.completedFuture(new DescribeLogDirsResponse(new DescribeLogDirsResponseData()
                .setResults(List.of(new DescribeLogDirsResult()
                        .setLogDir(directory())
                        .setErrorCode(Errors.NONE.code())
                        .setTotalBytes(jvm.maxMemory())
                        .setUsableBytes(jvm.maxMemory() - (jvm.totalMemory() - jvm.freeMemory()))
                        .setTopics(new ArrayList<>(topics.values()))))));
    }

    private CompletionStage<AbstractResponse> alter(AlterReplicaLogDirsRequest request, RequestScope scope) {
        Set<TopicPartition> local = new HashSet<>();
        data.logs().forEach(log -> local.add(log.partition()));
        Map<String, AlterReplicaLogDirTopicResult> topics = new LinkedHashMap<>();
        request.partitionDirs().forEach((partition, directory) -> topics.computeIfAbsent(
                        partition.topic(), name -> new AlterReplicaLogDirTopicResult().setTopicName(name))
                .partitions()
                .add(new AlterReplicaLogDirPartitionResult()
                        .setPartitionIndex(partition.partition())
                        .setErrorCode(move(partition, directory, local).code())));
        return CompletableFuture.completedFuture(new AlterReplicaLogDirsResponse(
                new AlterReplicaLogDirsResponseData().setResults(new ArrayList<>(topics.values()))));
    }

    private Errors move(TopicPartition partition, String directory, Set<TopicPartition> local) {
        if ((partition + FUTURE_SUFFIX).length() > LONGEST_NAME) {
            return Errors.INVALID_TOPIC_EXCEPTION;
        }
        if (!directory.equals(directory())) {
            return Errors.LOG_DIR_NOT_FOUND;
        }
        if (local.contains(partition)) {
            return Errors.NONE;
        }
        return broker.metadata().contains(partition) ? Errors.REPLICA_NOT_AVAILABLE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }
}
