/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.server.share.fetch.RecordState;
import org.apache.kafka.server.share.persister.PersisterStateBatch;

/**
 * Makes records available again whose member left or was too slow. Those it was delivered too often are
 * archived instead, and so are those the log no longer has. Confined to the broker's loop.
 */
final class Releasing {

    private final InFlight flight;
    private final Locks locks;
    private final int deliveryLimit;

    Releasing(InFlight flight, Locks locks, int deliveryLimit) {
        this.flight = flight;
        this.locks = locks;
        this.deliveryLimit = deliveryLimit;
    }

    /**
     * A member left: begin to release what it has.
     *
     * @throws InvalidRecordStateException if a change of one of its records is under way
     */
    void allOf(String member, Changes changes) {
        for (Batch batch : List.copyOf(flight.batches().values())) {
            splitAtStart(batch);
            if (!batch.isSplit()) {
                begin(batch.whole(), batch.first(), batch.last(), member, changes);
                continue;
            }
            for (Map.Entry<Long, Holding> offset : batch.each().entrySet()) {
                begin(offset.getValue(), offset.getKey(), offset.getKey(), member, changes);
            }
        }
    }

    private void begin(Holding holding, long first, long last, String member, Changes changes) {
        if (holding.state() != RecordState.ACQUIRED || !holding.member().equals(member)) {
            return;
        }
        if (!changes.begin(holding, first, last, stateOf(last), deliveryLimit)) {
            throw new InvalidRecordStateException("Unable to release acquired records for the batch");
        }
    }

    /**
     * A lock expired: release what it held, at once. What an acknowledgement is being written for stays
     * as it is.
     *
     * @return what the coordinator has to know
     */
    List<PersisterStateBatch> expired(long first, long last) {
        List<PersisterStateBatch> released = new ArrayList<>();
        Map.Entry<Long, Batch> floor = flight.batches().floorEntry(first);
        if (floor == null || floor.getKey() > last) {
            return released;
        }
        for (Batch batch : List.copyOf(
                flight.batches().subMap(floor.getKey(), true, last, true).values())) {
            splitAtStart(batch);
            if (!batch.isSplit()) {
                if (batch.last() >= first) {
                    release(batch.whole(), batch.first(), batch.last(), released);
                }
                continue;
            }
            for (Map.Entry<Long, Holding> offset : batch.each().entrySet()) {
                if (offset.getKey() >= first && offset.getKey() <= last) {
                    release(offset.getValue(), offset.getKey(), offset.getKey(), released);
                }
            }
        }
        return released;
    }

    private void release(Holding holding, long first, long last, List<PersisterStateBatch> released) {
        if (!holding.take(stateOf(last), deliveryLimit)) {
            return;
        }
        released.add(new PersisterStateBatch(first, last, holding.state().id(), (short) holding.deliveries()));
        holding.unlock();
        if (holding.done()) {
            flight.countDone(first, last, 1);
        } else {
            flight.lookBack();
        }
    }

    private RecordState stateOf(long last) {
        return last < flight.start() ? RecordState.ARCHIVED : RecordState.AVAILABLE;
    }

    private void splitAtStart(Batch batch) {
        if (!batch.isSplit()
                && batch.whole().state() == RecordState.ACQUIRED
                && batch.first() < flight.start()
                && batch.last() >= flight.start()) {
            batch.split(locks);
        }
    }
}
