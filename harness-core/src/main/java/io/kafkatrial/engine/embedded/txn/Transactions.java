/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction coordinator of one broker: of those transactional ids whose partition of
 * {@code __transaction_state} it leads.
 *
 * <p>A step function: no thread, socket, clock or randomness of its own. Everything that happens comes in
 * by {@link #step}, everything it wants done goes to the {@link Outbox}, so that a simulation with virtual
 * time drives it exactly as a broker's loop does. Confined to that loop. What it knows is what the log says:
 * a crashed broker's is dropped, and another replays the log.
 *
 * <p>Source: KIP-98, KIP-360, KIP-447, KIP-664, KIP-890; Kafka's {@code TransactionCoordinator}.
 */
public final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Turn turn = new Turn();
    private final Deadlines deadlines = new Deadlines();
    private final ProducerIdPool pool = new ProducerIdPool(turn);
    private final Owned owned;
    private final Journal journal;
    private final Markers markers;
    private final Loading loading;
    private final Additions additions;
    private final Endings endings;
    private final InitProducerIds initProducerIds;
    private final Expiry expiry;
    private final TxnQueries queries;

    public Transactions(TxnSettings settings, TxnCluster cluster) {
        requireNonNull(settings, "settings");
        owned = new Owned(requireNonNull(cluster, "cluster"));
        journal = new Journal(owned, cluster, turn);
        markers = new Markers(settings, cluster, journal, deadlines, turn);
        loading = new Loading(markers, turn);
        additions = new Additions(owned, journal, deadlines, turn);
        endings = new Endings(cluster, pool, markers, turn);
        initProducerIds = new InitProducerIds(settings, pool, endings, turn);
        expiry = new Expiry(settings, endings, deadlines, turn);
        queries = new TxnQueries(owned);
        journal.onSettled(additions::wake);
    }

    /** Take one input and say what follows from it. */
    public void step(TxnInput input, Now now, Outbox out) {
        turn.begin(now, out);
        if (!request(input) && !ended(input)) {
            event(input);
        }
        markers.flush();
        expiry.arm();
    }

    /**
     * When, on the clock of {@link Now#elapsedMs()}, a {@link TxnInput.Tick} is due at the latest; empty if
     * nothing waits for time. Ask again after every step.
     */
    public OptionalLong nextDeadlineMs() {
        return deadlines.next();
    }

    /** What changes nothing: verification, descriptions, lists. */
    public TxnQueries queries() {
        return queries;
    }

    private boolean request(TxnInput input) {
        if (input instanceof TxnInput.AddPartitions add) {
            guard(add.token(), () -> additions.handle(add));
        } else if (input instanceof TxnInput.EndTxn end) {
            guard(end.token(), () -> endings.handle(end));
        } else if (input instanceof TxnInput.InitProducerId init) {
            guard(init.token(), () -> initProducerIds.handle(init));
        } else {
            return false;
        }
        return true;
    }

    /** Kafka's metadata refuses by exceptions: some are answers, the others are bugs that end one request. */
    private void guard(long token, Runnable decision) {
        try {
            decision.run();
        } catch (ApiException refused) {
            turn.answer(token, Errors.forException(refused));
        } catch (IllegalStateException | IllegalArgumentException bug) {
            LOG.error("a transaction's state does not allow what its checks allowed", bug);
            turn.answer(token, Errors.UNKNOWN_SERVER_ERROR);
        }
    }

    private boolean ended(TxnInput input) {
        if (input instanceof TxnInput.Appended appended) {
            journal.ended(appended);
        } else if (input instanceof TxnInput.MarkersSent sent) {
            markers.ended(sent);
        } else if (input instanceof TxnInput.ProducerIds given) {
            pool.given(given.ids(), (decision, token) -> guard(token, decision));
        } else {
            return false;
        }
        return true;
    }

    private void event(TxnInput input) {
        if (input instanceof TxnInput.Tick) {
            deadlines.runDue(turn.elapsedMs());
        } else if (input instanceof TxnInput.Elected elected) {
            loading.elected(elected);
        } else if (input instanceof TxnInput.Resigned resigned) {
            loading.resigned(resigned.partition());
            additions.wakeAll();
        } else if (input instanceof TxnInput.Replayed chunk) {
            loading.replayed(chunk);
        } else if (input instanceof TxnInput.ReplayEnded end) {
            loading.ended(end);
        } else if (input instanceof TxnInput.HighWatermark mark) {
            loading.committed(mark);
        } else if (input instanceof TxnInput.MetadataChanged) {
            markers.retryWaiting();
        }
    }
}
