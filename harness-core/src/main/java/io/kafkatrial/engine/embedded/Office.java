/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.PartitionView;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.embedded.api.Controllers;
import io.kafkatrial.engine.embedded.api.RequestRouter;
import io.kafkatrial.engine.embedded.link.Errand;
import io.kafkatrial.engine.embedded.link.Transport;
import io.kafkatrial.engine.embedded.quorum.BrokerLink;
import io.kafkatrial.engine.embedded.quorum.ControllerClient;
import io.kafkatrial.engine.embedded.quorum.Quorum;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.image.MetadataImage;
import org.jspecify.annotations.Nullable;

/**
 * Where an administrator is served whom no fault and no access rule is in the way of: his requests go straight to the
 * brokers' own handlers, and from there straight to the active controller. So what he does is Kafka's own, but neither
 * links nor rules for single requests touch it. Nodes that are down or paused serve him no more than anybody else.
 *
 * <p>Safe for use by several threads.
 */
final class Office {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MS = 2;

    private final Fabric fabric;
    private final Quorum quorum;
    private final Collection<Seat> seats;

    Office(Fabric fabric, Quorum quorum, Collection<Seat> seats) {
        this.fabric = fabric;
        this.quorum = quorum;
        this.seats = seats;
    }

    static int patienceMs() {
        return Math.toIntExact(PATIENCE.toMillis());
    }

    /** The committed metadata. */
    MetadataImage image() {
        return quorum.image();
    }

    PartitionView require(AdminAct act, PartitionId partition) {
        return quorum.partition(partition)
                .orElseThrow(() -> Complaints.adminRefused(act, "there is no partition " + partition));
    }

    List<PartitionView> require(AdminAct act, String topic) {
        List<PartitionView> all = quorum.partitions().stream()
                .filter(view -> view.partition().topic().equals(topic))
                .toList();
        if (all.isEmpty()) {
            throw Complaints.adminRefused(act, "there is no topic " + topic);
        }
        return all;
    }

    /** Ask any broker that runs. */
    <A extends AbstractResponse> A ask(AdminAct act, AbstractRequest request, Class<A> answer) {
        return ask(act, anybody(act), request, answer);
    }

    private int anybody(AdminAct act) {
        return seats.stream()
                .filter(seat -> seat.state() == NodeState.RUNNING && !quorum.fenced(seat.id()))
                .mapToInt(Seat::id)
                .findFirst()
                .orElseThrow(() -> Complaints.adminRefused(act, "no broker runs"));
    }

    /** Ask this broker, or nobody if there is none. */
    <A extends AbstractResponse> A ask(AdminAct act, OptionalInt broker, AbstractRequest request, Class<A> answer) {
        return ask(
                act,
                broker.orElseThrow(() -> Complaints.adminRefused(act, "nobody leads or coordinates what it is about")),
                request,
                answer);
    }

    private <A extends AbstractResponse> A ask(AdminAct act, int broker, AbstractRequest request, Class<A> answer) {
        return answer.cast(at(act, broker, brain -> router(brain).ask(request, broker)));
    }

    /** Look something up at a broker. */
    <T> T look(AdminAct act, OptionalInt broker, Function<Brain, T> question) {
        int node = broker.orElseThrow(() -> Complaints.adminRefused(act, "nobody leads what it is about"));
        return at(act, node, brain -> CompletableFuture.completedFuture(question.apply(brain)));
    }

    private <T> T at(AdminAct act, int broker, Function<Brain, CompletionStage<T>> what) {
        Node node = seats.stream()
                .filter(seat -> seat.id() == broker)
                .flatMap(seat -> Optional.ofNullable(seat.node()).stream())
                .findFirst()
                .orElseThrow(() -> Complaints.adminRefused(act, "broker " + broker + " does not run"));
        CompletableFuture<T> done = new CompletableFuture<>();
        node.run(brain -> {
            try {
                what.apply(brain).whenComplete((value, failure) -> {
                    if (failure == null) {
                        done.complete(value);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        return get(act, done);
    }

    /** On the broker's loop. */
    private RequestRouter router(Brain brain) {
        BrokerLink straight = new BrokerLink(brain.parts().id(), brain.parts().loop(), new Straight(brain));
        return Routes.office(brain, Controllers.of(ControllerClient.ofActive(quorum, straight)));
    }

    /** Takes what a broker asks of the controller past links and rules. */
    private final class Straight implements Transport {
        private final Brain brain;

        Straight(Brain brain) {
            this.brain = brain;
        }

        @Override
        public <R> void call(
                Trip trip, Errand<R> errand, BiConsumer<? super @Nullable R, ? super @Nullable Throwable> then) {
            fabric.wire().execute(() -> work(errand)
                    .whenComplete((value, failure) -> brain.parts().loop().execute(() -> then.accept(value, failure))));
        }

        private static <R> CompletionStage<R> work(Errand<R> errand) {
            try {
                return CompletableFuture.<Void>completedFuture(null)
                        .thenCompose(nothing -> errand.work().get());
            } catch (RuntimeException failed) {
                return CompletableFuture.failedFuture(failed);
            }
        }
    }

    private static <T> T get(AdminAct act, CompletableFuture<T> done) {
        try {
            return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw Complaints.adminRefused(act, String.valueOf(refused.getCause()));
        } catch (TimeoutException late) {
            throw Complaints.adminRefused(act, "there was no answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrialException("interrupted while waiting for the cluster to answer an administrator", stopped);
        }
    }

    /** Complain unless it is no error. */
    static void require(AdminAct act, Errors error, @Nullable String message) {
        if (error != Errors.NONE) {
            throw Complaints.adminRefused(act, error.name() + ": " + (message == null ? error.message() : message));
        }
    }

    static void require(AdminAct act, short error, @Nullable String message) {
        require(act, Errors.forCode(error), message);
    }

    /** Wait until it has come to be; asked on the caller's thread. */
    void await(AdminAct act, BooleanSupplier come) {
        long deadlineMs = fabric.clock().millis() + PATIENCE.toMillis();
        while (!come.getAsBoolean()) {
            if (fabric.clock().millis() > deadlineMs) {
                throw Complaints.adminRefused(
                        act, "it was accepted, but did not come to be within " + PATIENCE.toSeconds() + " s");
            }
            CompletableFuture<Void> later = new CompletableFuture<>();
            fabric.wire().schedule(LOOK_AGAIN_MS, () -> later.complete(null));
            get(act, later);
        }
    }

    static CreatableTopic topic(String name) {
        return new CreatableTopic().setName(name);
    }
}
