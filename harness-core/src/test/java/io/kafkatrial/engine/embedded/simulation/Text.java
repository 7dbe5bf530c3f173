/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

import io.kafkatrial.engine.embedded.replication.FetchResult;
import io.kafkatrial.engine.embedded.replication.Input;
import io.kafkatrial.engine.embedded.replication.Output;
import io.kafkatrial.engine.embedded.replication.PartitionMetadata;
import io.kafkatrial.engine.embedded.replication.ProduceResult;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** One line for each input and output, as short as a reader of a trace wants it. */
final class Text {
    private Text() {}

    static String of(Input input) {
        if (input instanceof Input.Produce produce) {
            return "produce #" + produce.token() + " acks " + produce.acks() + " "
                    + each(produce.records(), Text::records);
        } else if (input instanceof Input.MetadataChanged change) {
            return "metadata "
                    + change.brokers().stream()
                            .filter(b -> b.fenced() || b.shuttingDown())
                            .toList() + " "
                    + change.changed().stream().map(Text::state).collect(Collectors.joining("; "));
        } else if (input instanceof Input.ReplicaFetchEnded ended) {
            return "fetched from " + ended.leader() + " #" + ended.requestId() + " "
                    + (ended.answer() == null ? "nothing" : each(ended.answer().partitions(), Text::fetched));
        } else if (input instanceof Input.FetchByReplica fetch) {
            return "fetch #" + fetch.token() + " by " + fetch.request().replicaId() + " "
                    + fetch.request().partitions().stream()
                            .map(one -> one.partition().topic() + "@" + one.fetchOffset() + " e"
                                    + one.currentLeaderEpoch() + " last e" + one.lastFetchedEpoch())
                            .toList();
        }
        if (input instanceof Input.CoordinatorAppend append) {
            return "append #" + append.token() + " " + append.partition() + " " + records(append.records());
        }
        return input.toString();
    }

    static String of(Output output) {
        if (output instanceof Output.ReplicaFetchDone done) {
            return "replica answer #" + done.token() + " " + each(done.answer().partitions(), Text::fetched);
        } else if (output instanceof Output.FetchDone done) {
            return "consumer answer #" + done.token() + " " + each(done.results(), Text::fetched);
        } else if (output instanceof Output.ProduceDone done) {
            return "produced #" + done.token() + " " + each(done.results(), Text::produced);
        } else if (output instanceof Output.SendReplicaFetch send) {
            return "ask " + send.leader() + " #" + send.requestId();
        }
        return output.toString();
    }

    private static String state(PartitionMetadata one) {
        return one.partition().topic() + " leader " + one.leader() + " epoch " + one.leaderEpoch() + "/"
                + one.partitionEpoch() + " isr " + one.isr() + " replicas " + one.replicas();
    }

    private static <T> String each(Map<TopicIdPartition, T> map, java.util.function.Function<T, String> text) {
        return map.entrySet().stream()
                .map(one -> one.getKey().topic() + ": " + text.apply(one.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String produced(ProduceResult result) {
        return result.error() + "@" + result.baseOffset();
    }

    private static String fetched(FetchResult result) {
        return result.error() + " hw " + result.highWatermark() + " " + records(result.records())
                + result.diverging().map(end -> " diverging " + end).orElse("");
    }

    private static String records(MemoryRecords records) {
        StringBuilder text = new StringBuilder();
        for (RecordBatch batch : records.batches()) {
            for (Record record : batch) {
                text.append(record.offset())
                        .append('=')
                        .append(Long.toHexString(Ids.of(batch, record)))
                        .append(' ');
            }
        }
        return text.toString();
    }
}
