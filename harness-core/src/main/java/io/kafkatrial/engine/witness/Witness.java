/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.ReplicaRecord;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.history.RecordId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/**
 * Writes one history from what clients ask and are answered. Its notebooks, one for each subject, are guarded by this
 * object: whatever it is told, it is told under its lock. Safe for use by several threads.
 */
final class Witness implements WireRecording {

    private final Function<String, Optional<String>> topicNames;
    private final Notes notes;
    private final Producers producers;
    private final Sends sends;
    private final Transacts transacts;
    private final Members members;
    private final Groups groups;
    private final Deliveries deliveries;
    private boolean finished;

    Witness(Notes notes, Function<String, Optional<String>> topicNames) {
        this.topicNames = topicNames;
        this.notes = notes;
        this.producers = new Producers(notes);
        this.sends = new Sends(notes, producers);
        this.transacts = new Transacts(notes, producers);
        this.members = new Members(notes);
        this.deliveries = new Deliveries(notes, sends);
        this.groups = new Groups(notes, members, deliveries, this::place);
    }

    @Override
    public synchronized Optional<RecordId> identify(PartitionId place, ReplicaRecord record) {
        return sends.identify(place, record.offset(), record.batch());
    }

    @Override
    public synchronized Set<String> topics() {
        return sends.topics();
    }

    @Override
    public synchronized boolean sawTransactions() {
        return transacts.any();
    }

    @Override
    public synchronized List<String> blindSpots() {
        return List.copyOf(notes.blindSpots());
    }

    @Override
    public synchronized void finish() {
        if (!finished) {
            deliveries.finish();
            sends.finish();
            finished = true;
        }
    }

    synchronized void missed(String why) {
        notes.missed(why);
    }

    synchronized void closed(Wire wire) {
        wire.close();
    }

    /** A request came; gives back what to remember until its answer. */
    synchronized @Nullable Object asked(Wire wire, RequestHeader header, ApiMessage body) {
        String client = header.clientId() == null ? "" : header.clientId();
        if (finished || client.contains(READER)) {
            return null;
        }
        if (body instanceof ProduceRequestData produce) {
            return produce(wire, client, produce);
        } else if (body instanceof FetchRequestData fetch) {
            return fetch(client, fetch);
        } else if (body instanceof InitProducerIdRequestData init) {
            return init;
        } else if (body instanceof AddPartitionsToTxnRequestData add) {
            begin(add.v3AndBelowTransactionalId(), client, add.v3AndBelowProducerId(), add.v3AndBelowProducerEpoch());
        } else if (body instanceof AddOffsetsToTxnRequestData add) {
            begin(add.transactionalId(), client, add.producerId(), add.producerEpoch());
        } else if (body instanceof TxnOffsetCommitRequestData commit) {
            offsets(client, commit);
        } else if (body instanceof EndTxnRequestData end) {
            transacts.endAsked(
                    lane(end.transactionalId(), client, end.producerId(), end.producerEpoch()), end.committed());
        } else {
            groups.asked(client, body);
        }
        return null;
    }

    /** An answer leaves for the client. */
    synchronized void answered(WireTap.Asked asked, ApiMessage answer) {
        if (finished) {
            return;
        }
        String client = asked.header().clientId() == null ? "" : asked.header().clientId();
        if (answer instanceof ProduceResponseData produced) {
            produced(asked.remembered(), produced);
        } else if (answer instanceof FetchResponseData fetched) {
            fetched(asked.remembered(), fetched);
        } else if (answer instanceof InitProducerIdResponseData done
                && asked.body() instanceof InitProducerIdRequestData init) {
            initialized(client, init, done);
        } else if (answer instanceof EndTxnResponseData done && asked.body() instanceof EndTxnRequestData end) {
            Producers.Lane lane = lane(end.transactionalId(), client, end.producerId(), end.producerEpoch());
            transacts.ended(lane, end.committed(), Errors.forCode(done.errorCode()));
        } else {
            groups.answered(client, asked.body(), answer);
        }
    }

    /** The connection ended before its answer left. */
    synchronized void lost(WireTap.Asked asked) {
        if (!finished && asked.remembered() instanceof Produced produced) {
            produced.batches().values().forEach(sends::lost);
        }
    }

    /** What a request to append brought. */
    private record Produced(Map<PartitionId, Sent> batches) {}

    private Produced produce(Wire wire, String client, ProduceRequestData request) {
        Map<PartitionId, Sent> batches = new HashMap<>();
        Optional<String> transactional = Optional.ofNullable(request.transactionalId());
        producers.asks(transactional, request.acks());
        request.topicData().forEach(topic -> topic.partitionData().forEach(partition -> {
            Optional<PartitionId> place = place(topic.name(), topic.topicId(), partition.index());
            if (place.isPresent() && partition.records() instanceof Records records) {
                for (RecordBatch batch : records.batches()) {
                    batches.put(place.get(), batch(wire, client, place.get(), batch));
                }
            }
        }));
        if (request.acks() == 0) {
            batches.values().forEach(sends::unanswered);
        }
        return new Produced(batches);
    }

    private Sent batch(Wire wire, String client, PartitionId place, RecordBatch batch) {
        if (batch.magic() < RecordBatch.MAGIC_VALUE_V2) {
            notes.missed("records of the format before Kafka 0.11 cannot be followed");
        }
        Sent.Origin origin =
                new Sent.Origin(client, wire, batch.producerId(), batch.producerEpoch(), batch.compressionType().id);
        return sends.came(place, batch, origin, () -> {
            if (batch.isTransactional()) {
                transacts.begin(producers.lane(origin));
            }
        });
    }

    private void produced(@Nullable Object remembered, ProduceResponseData answer) {
        if (remembered instanceof Produced produced) {
            answer.responses().forEach(topic -> topic.partitionResponses()
                    .forEach(partition -> place(topic.name(), topic.topicId(), partition.index())
                            .map(produced.batches()::get)
                            .ifPresent(sent -> sends.answered(
                                    sent, Errors.forCode(partition.errorCode()), partition.baseOffset()))));
        }
    }

    /** What a request for records asked for, by the places it named; a session remembers what it does not name. */
    private record Fetching(String client, boolean committed) {}

    private Fetching fetch(String client, FetchRequestData request) {
        boolean committed = request.isolationLevel() == 1;
        request.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> place(topic.topic(), topic.topicId(), partition.partition())
                        .ifPresent(place -> groups.reads(client, place, partition.fetchOffset(), committed))));
        return new Fetching(client, committed);
    }

    private void fetched(@Nullable Object remembered, FetchResponseData answer) {
        if (remembered instanceof Fetching fetching) {
            answer.responses().forEach(topic -> topic.partitions().forEach(partition -> place(
                            topic.topic(), topic.topicId(), partition.partitionIndex())
                    .ifPresent(place -> groups.got(fetching.client(), place, partition, fetching.committed()))));
        }
    }

    private void initialized(String client, InitProducerIdRequestData asked, InitProducerIdResponseData done) {
        boolean fresh = asked.producerId() < 0; // else a producer goes on after an error of its own
        if (done.errorCode() == Errors.NONE.code() && fresh) {
            producers.asks(Optional.ofNullable(asked.transactionalId()), (short) -1);
            producers.initialized(done.producerId(), done.producerEpoch(), client);
        }
    }

    private Producers.Lane lane(@Nullable String transactional, String client, long producerId, short epoch) {
        producers.asks(Optional.ofNullable(transactional), (short) -1);
        return producers.lane(producerId, epoch, client);
    }

    private void begin(@Nullable String transactional, String client, long producerId, short epoch) {
        transacts.begin(lane(transactional, client, producerId, epoch));
    }

    private void offsets(String client, TxnOffsetCommitRequestData commit) {
        Producers.Lane lane = lane(commit.transactionalId(), client, commit.producerId(), commit.producerEpoch());
        transacts.begin(lane);
        commit.topics().forEach(topic -> topic.partitions()
                .forEach(partition -> place(topic.name(), topic.topicId(), partition.partitionIndex())
                        .ifPresent(place -> {
                            transacts.offset(lane, commit.groupId(), place, partition.committedOffset());
                            groups.passed(commit.groupId(), commit.memberId(), place, partition.committedOffset());
                        })));
    }

    private Optional<PartitionId> place(@Nullable String name, Uuid id, int partition) {
        Optional<String> topic = name != null && !name.isEmpty() ? Optional.of(name) : topicNames.apply(id.toString());
        return topic.map(known -> new PartitionId(known, partition));
    }
}
