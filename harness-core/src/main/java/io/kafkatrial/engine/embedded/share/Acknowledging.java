/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.fetch.RecordState;

/**
 * Takes a member's acknowledgements. What they change is collected in {@link Changes}; the first that is
 * refused ends it, and the caller takes all back, renewed locks excepted. Used for one request. Follows
 * Kafka's {@code SharePartition#acknowledge}, its messages included. Confined to the broker's loop.
 */
final class Acknowledging {

    private static final byte GAP = 0;

    private final InFlight flight;
    private final Locks locks;
    private final String member;
    private final Changes changes;
    private final int deliveryLimit;
    private final boolean mayRenew;

    /** What the group allows. */
    record Allowed(int deliveryLimit, boolean mayRenew) {}

    Acknowledging(InFlight flight, Locks locks, String member, Changes changes, Allowed allowed) {
        this.flight = flight;
        this.locks = locks;
        this.member = member;
        this.changes = changes;
        this.deliveryLimit = allowed.deliveryLimit;
        this.mayRenew = allowed.mayRenew;
    }

    /**
     * Take one batch of acknowledgements.
     *
     * @throws ApiException InvalidRecordStateException if a record is not this member's,
     *     InvalidRequestException if the records or the types of acknowledgement are unknown
     */
    void take(ShareAcknowledgementBatch batch) {
        batch.acknowledgeTypes().forEach(type -> check(type, batch));
        if (batch.lastOffset() < flight.start()) {
            return; // done with before, the log's start moved over it
        }
        for (Batch known : List.copyOf(touched(batch).values())) {
            if (known.last() >= flight.start()) {
                take(known, batch);
            }
        }
    }

    private static void check(byte type, ShareAcknowledgementBatch batch) {
        if (type < GAP || type > AcknowledgeType.RENEW.id) {
            throw new InvalidRequestException("Invalid acknowledge type: " + batch.acknowledgeTypes());
        }
    }

    private NavigableMap<Long, Batch> touched(ShareAcknowledgementBatch batch) {
        Map.Entry<Long, Batch> floor = flight.batches().floorEntry(batch.firstOffset());
        if (floor == null && batch.firstOffset() < flight.start()) {
            floor = flight.batches().floorEntry(flight.start());
        }
        if (floor == null) {
            throw new InvalidRecordStateException(
                    "Batch record not found. The request batch offsets are not found in the cache.");
        }
        NavigableMap<Long, Batch> touched = flight.batches().subMap(floor.getKey(), true, batch.lastOffset(), true);
        long lastKnown = touched.lastEntry().getValue().last();
        if (lastKnown < batch.firstOffset()) {
            throw new InvalidRequestException(
                    "Batch record not found. The first offset in request is past acquired records.");
        }
        if (batch.lastOffset() > lastKnown) {
            throw new InvalidRequestException(
                    "Batch record not found. The last offset in request is past acquired records.");
        }
        return touched;
    }

    private void take(Batch known, ShareAcknowledgementBatch batch) {
        if (!known.isSplit()) {
            checkOwner(known.whole());
        }
        boolean whole = known.isWithin(batch.firstOffset(), batch.lastOffset())
                && !known.isSplit()
                && batch.acknowledgeTypes().size() == 1
                && known.first() >= flight.start();
        if (whole) {
            takeWhole(known, batch.acknowledgeTypes().get(0));
            return;
        }
        if (!known.isSplit()) {
            if (known.whole().state() != RecordState.ACQUIRED) {
                throw new InvalidRecordStateException(
                        "The batch cannot be acknowledged. The subset batch is not in the acquired state.");
            }
            known.split(locks);
        }
        takeEach(known, batch);
    }

    private void checkOwner(Holding whole) {
        if (whole.member().equals(Holding.NOBODY)) {
            throw new InvalidRecordStateException(
                    "The batch cannot be acknowledged. The batch is not in the acquired state.");
        }
        if (!whole.member().equals(member)) {
            throw new InvalidRecordStateException("Member is not the owner of batch record");
        }
        if (whole.changing()) {
            throw new InvalidRecordStateException(
                    "The record state is invalid. The acknowledgement of delivery could not be completed.");
        }
    }

    private void takeWhole(Batch known, byte type) {
        if (known.whole().state() != RecordState.ACQUIRED) {
            throw new InvalidRecordStateException(
                    "The batch cannot be acknowledged. The batch is not in the acquired state.");
        }
        if (type == AcknowledgeType.RENEW.id) {
            refuseUnlessRenewable();
            known.whole().unlock();
            known.whole().lock(locks.take(known.first(), known.last()));
        } else {
            begin(known.whole(), known.first(), known.last(), type);
        }
    }

    private void takeEach(Batch known, ShareAcknowledgementBatch batch) {
        long from = Math.max(batch.firstOffset(), flight.start());
        boolean typeOfEach = batch.acknowledgeTypes().size() > 1;
        for (Map.Entry<Long, Holding> offset : known.each().entrySet()) {
            if (offset.getKey() < from) {
                continue;
            }
            if (offset.getKey() > batch.lastOffset()) {
                break;
            }
            int index = typeOfEach ? (int) (offset.getKey() - batch.firstOffset()) : 0;
            takeOne(offset.getKey(), offset.getValue(), batch.acknowledgeTypes().get(index));
        }
    }

    private void takeOne(long offset, Holding holding, byte type) {
        if (holding.state() != RecordState.ACQUIRED) {
            throw new InvalidRecordStateException("The offset cannot be acknowledged. The offset is not acquired.");
        }
        if (holding.changing()) {
            throw new InvalidRecordStateException(
                    "The record state is invalid. The acknowledgement of delivery could not be completed.");
        }
        if (!holding.member().equals(member)) {
            throw new InvalidRecordStateException("Member is not the owner of offset");
        }
        if (type == AcknowledgeType.RENEW.id) {
            refuseUnlessRenewable();
            holding.unlock();
            holding.lock(locks.take(offset, offset));
        } else {
            begin(holding, offset, offset, type);
        }
    }

    private void refuseUnlessRenewable() {
        if (!mayRenew) {
            throw new InvalidRecordStateException("Renewing acquisition locks is not enabled for the group.");
        }
    }

    private void begin(Holding holding, long first, long last, byte type) {
        if (!changes.begin(holding, first, last, stateAfter(type), deliveryLimit)) {
            throw new InvalidRecordStateException("Unable to acknowledge records for the batch");
        }
    }

    /** Zero says that the log has no record at this offset. */
    private static RecordState stateAfter(byte type) {
        if (type == AcknowledgeType.ACCEPT.id) {
            return RecordState.ACKNOWLEDGED;
        }
        return type == AcknowledgeType.RELEASE.id ? RecordState.AVAILABLE : RecordState.ARCHIVED;
    }
}
