/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Label;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.loop.Loop.Cancellable;
import io.kafkatrial.engine.embedded.loop.LoopTime;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.writer.ImageReWriter;
import org.apache.kafka.image.writer.ImageWriterOptions;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.server.common.KRaftVersion;
import org.jspecify.annotations.Nullable;

/**
 * One broker incarnation's copy of the metadata, pulled from the active controller from this broker's own
 * offset. A broker that cannot reach the controller so keeps what it knows, as a real one.
 *
 * <p>Asks for the whole log from offset 0 at the start, however long: it lives in memory anyway, so there
 * are no snapshots. Where there are several controllers the active one answers within a quarter of the
 * quorum's fetch timeout, if only with nothing; when none of its answers arrives for a whole one the broker
 * asks the others, in turn, who leads now, and keeps asking the one it knows, as it may only be slow. That
 * is how an Apache Kafka broker, an observer of the quorum, finds the active controller.
 *
 * <p>Confined to the broker's loop; {@link #cache()} may be read from any thread.
 */
public final class MetadataFeed implements AutoCloseable {

    private static final long RENEW_ALONE_MS = 2_000;
    private static final long POLL_TIMEOUT_MS = 10_000;
    private static final long FIRST_RETRY_MS = 5;
    private static final long LAST_RETRY_MS = 50;

    private final Quorum quorum;
    private final BrokerLink link;
    private final MetadataListener listener;
    private final ImageLoader loader;
    private final KRaftMetadataCache cache;
    private final KnownController controllers;
    private final long renewMs;
    private final Label label;
    private Runnable onAdvance = () -> {};
    private Consumer<LeaderAndEpoch> onLeader = leader -> {};
    private @Nullable Cancellable nextPoll;
    private long lastPoll;
    private boolean probing;
    private long retryMs = FIRST_RETRY_MS;
    private boolean closed;

    /** What the metadata has to contain before anybody is told of it. */
    private long toldFrom;

    private boolean told;

    private record Poll(long number, int controller) {}

    /**
     * Prepare a feed that knows nothing yet.
     *
     * @param quorum the cluster's controllers
     * @param link the broker
     * @param listener told of every change
     */
    public MetadataFeed(Quorum quorum, BrokerLink link, MetadataListener listener) {
        this.quorum = requireNonNull(quorum, "quorum");
        this.link = requireNonNull(link, "link");
        this.listener = requireNonNull(listener, "listener");
        this.label = RaftLabels.of(ApiKeys.FETCH, link.broker());
        this.loader = new ImageLoader(
                "broker " + link.broker(), new LoopTime(link.loop().clock()), this::changed);
        this.cache = new KRaftMetadataCache(link.broker(), () -> KRaftVersion.KRAFT_VERSION_0);
        this.controllers = new KnownController(quorum.controllers());
        this.renewMs = controllers.hasOthers() ? quorum.settings().fetchTimeoutMs() : RENEW_ALONE_MS;
    }

    /** Start pulling. */
    public void start() {
        poll();
    }

    /** The broker's metadata. */
    public MetadataImage image() {
        return loader.image();
    }

    /** The last offset of the metadata log this broker has seen, -1 for none. */
    public long offset() {
        return loader.image().offset();
    }

    /** The broker's metadata as Apache Kafka's own read model; set before the listener is called. */
    public KRaftMetadataCache cache() {
        return cache;
    }

    /**
     * Tell nobody of the metadata before it contains this offset, and then of all of it at once. A broker of Apache Kafka
     * obeys the metadata only from its own registration on: what it led in a former life others lead by then.
     */
    void tellFrom(long offset) {
        toldFrom = offset;
        if (!told && offset() >= toldFrom) {
            tellAll();
        }
    }

    /** Pull no more. */
    @Override
    public void close() {
        closed = true;
        pollAfter(-1, () -> {});
    }

    /** Run {@code task} after each change, after the listener. */
    void onAdvance(Runnable task) {
        onAdvance = task;
    }

    /** Tell {@code listener} of each leader this broker hears of. */
    void onLeader(Consumer<LeaderAndEpoch> listener) {
        onLeader = listener;
    }

    private void poll() {
        poll(controllers.current());
    }

    private void poll(int controller) {
        if (closed) {
            return;
        }
        long poll = ++lastPoll;
        long fromOffset = loader.nextOffset();
        link.transport()
                .call(
                        new Transport.Trip(
                                Endpoint.broker(link.broker()), Endpoint.controller(controller), POLL_TIMEOUT_MS),
                        new Errand<>(label, () -> quorum.poll(controller, link.broker(), fromOffset)),
                        (answer, failure) -> answered(new Poll(poll, controller), answer, failure));
        if (poll == lastPoll) {
            pollAfter(renewMs, this::pollAgain);
        }
    }

    /** No answer for too long: the controller may be slow, or gone. */
    private void pollAgain() {
        if (controllers.hasOthers() && !probing) {
            probing = true;
            poll(controllers.next());
        } else {
            probing = false;
            poll();
        }
    }

    private void answered(Poll poll, @Nullable Fetched answer, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (answer != null) {
            learn(answer.leader());
            loader.load(answer);
        }
        if (poll.number() != lastPoll) {
            return; // a newer one is out
        }
        if (failure == null) {
            probing = false;
            retryMs = FIRST_RETRY_MS;
            poll();
        } else {
            failed(poll, unwrapped(failure));
        }
    }

    private void failed(Poll poll, Throwable failure) {
        long waitMs = retryMs;
        retryMs = Math.min(LAST_RETRY_MS, 2 * retryMs);
        if (failure instanceof NotLeading elsewhere
                && elsewhere.leader().leaderId().isPresent()) {
            int known = controllers.current();
            learn(elsewhere.leader());
            boolean news = controllers.current() != known;
            boolean early = waitMs < LAST_RETRY_MS && controllers.current() != poll.controller();
            if (news || early) {
                probing = false;
                poll();
                return;
            }
        }
        pollAfter(waitMs, this::pollAgain);
    }

    private void learn(LeaderAndEpoch leader) {
        controllers.learn(leader);
        onLeader.accept(leader);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void pollAfter(long delayMs, Runnable next) {
        if (nextPoll != null) {
            nextPoll.cancel();
        }
        nextPoll = delayMs < 0 ? null : link.loop().schedule(delayMs, next);
    }

    private void changed(MetadataDelta delta, MetadataImage image, long offset) {
        if (offset >= toldFrom || told) {
            if (told || delta.image().isEmpty()) {
                tell(delta, image, offset);
            } else {
                tellAll();
            }
        }
        onAdvance.run();
    }

    /** As to publishers that Kafka's own loader begins to tell when it has been at work for a while. */
    private void tellAll() {
        MetadataImage image = loader.image();
        MetadataDelta all =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        image.write(
                new ImageReWriter(all),
                new ImageWriterOptions.Builder(image)
                        .setEligibleLeaderReplicasEnabled(image.features().isElrEnabled())
                        .build());
        tell(all, all.apply(image.provenance()), image.offset());
    }

    private void tell(MetadataDelta delta, MetadataImage image, long offset) {
        told = true;
        cache.setImage(image);
        listener.onMetadata(delta, image, offset);
    }
}
