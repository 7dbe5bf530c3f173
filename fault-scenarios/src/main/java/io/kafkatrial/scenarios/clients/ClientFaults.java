/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientEvent;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.ClientStage;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Ongoing;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Unresolved;
import io.kafkatrial.scenarios.recording.Interposition;
import io.kafkatrial.scenarios.recording.RecordingConsumer;
import io.kafkatrial.scenarios.recording.Trail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * The stage of one trial: its clients, and the faults that meet them. {@link io.kafkatrial.scenarios.Trial} registers it
 * at the cluster. Safe for use by several threads.
 *
 * <p>A crash ends the sockets as the kernel does those of a killed process: nothing is flushed, committed, aborted or
 * left, with every version of kafka-clients. A pause stops all of a client's threads at its sockets and the application's
 * at their next call; the application's own code runs on until then.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class ClientFaults implements ClientStage, Interposition {

    private static final long TAKE_APART_MS = 5_000;

    private final Trail trail;
    private final long seed;
    private final Roster roster = new Roster();
    private final Map<Strike, Target> standing = new ConcurrentHashMap<>();
    private volatile java.util.function.Consumer<ClientEvent> told = event -> {};

    /**
     * A stage for the clients that write to {@code trail}.
     *
     * @param seed where storms draw from
     */
    public ClientFaults(Trail trail, long seed) {
        this.trail = requireNonNull(trail, "trail");
        this.seed = seed;
    }

    @Override
    public <K, V> Producer<K, V> between(Made made, Producer<K, V> recording, Producer<K, V> real) {
        StagedClient client = new StagedClient(made, real, () -> takeApart(made.name(), real), trail::changed);
        enrol(client);
        return StagedProducer.of(recording, client);
    }

    @Override
    public <K, V> RecordingConsumer<K, V> between(Made made, RecordingConsumer<K, V> recording, Consumer<K, V> real) {
        Ends<K, V> ends = new Ends<>();
        StagedClient client = new StagedClient(made, real, ends, (name, state) -> changed(name, state));
        ends.consumer = new StagedConsumer<>(recording, client);
        enrol(client);
        return ends.consumer.proxy();
    }

    private void changed(String name, String state) {
        if (state.equals(StagedClient.SUBSCRIBED)) {
            told.accept(new ClientEvent.Appeared(trail.now(), name));
        } else {
            trail.changed(name, state);
        }
    }

    private static final class Ends<K, V> implements StagedClient.Ending {
        private @Nullable StagedConsumer<K, V> consumer;

        @Override
        public void end() {
            if (consumer != null) {
                consumer.end();
            }
        }
    }

    /** On a thread of its own: it joins Kafka's, which may be the one that is here. */
    private void takeApart(String name, Producer<?, ?> real) {
        trail.changed(name, "crashed");
        Thread end = new Thread(() -> real.close(Duration.ZERO), "kafka-trial-end-of-" + name);
        end.setDaemon(true);
        end.start();
        try {
            end.join(TAKE_APART_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void enrol(StagedClient client) {
        roster.add(client);
        standing.forEach((strike, who) -> {
            Meeting meeting = strike.meeting();
            if (meeting != null && roster.means(who, client)) {
                client.expect(meeting);
            }
        });
        told.accept(new ClientEvent.Appeared(trail.now(), client.name()));
    }

    @Override
    public void listen(java.util.function.Consumer<ClientEvent> told) {
        this.told = requireNonNull(told, "told");
    }

    @Override
    public Optional<String> cannot(Fault.OnClients fault) {
        if (!Roster.isOfClients(fault.who())) {
            return Optional.of(ClientComplaints.noClientTarget(fault.who().toString()));
        }
        boolean either = fault.act() instanceof ClientAct.Crash
                || fault.act() instanceof ClientAct.Leak
                || fault.act() instanceof ClientAct.Pause
                || fault.act() instanceof ClientAct.Twin;
        return !either && fault.who() instanceof Target.ProducerOf
                ? Optional.of(
                        ClientComplaints.notOfProducers(fault.act().getClass().getSimpleName()))
                : Optional.empty();
    }

    @Override
    public Optional<String> crashHere() {
        return roster.of(Thread.currentThread()).filter(StagedClient::crash).map(StagedClient::name);
    }

    @Override
    public Ongoing act(String name, Fault.OnClients fault) throws Unresolved {
        List<StagedClient> clients = roster.find(fault.who());
        ClientAct act = fault.act();
        if (act instanceof ClientAct.Twin) {
            return new Twin(clients.get(0)).begin();
        } else if (act instanceof ClientAct.Storm storm) {
            return storm(name, fault.who(), storm.joins());
        } else if (act instanceof ClientAct.Leave) {
            return new Away(consumers(clients, fault.who()));
        }
        Strike strike =
                new Strike(fault.act().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT), this::over);
        if (fault.at() == ClientPoint.ANYWHERE && isStroke(act)) {
            clients.forEach(client -> strike(strike, act, client, ""));
            strike.struck(clients);
        } else {
            stand(strike, fault, clients);
        }
        return strike;
    }

    private static boolean isStroke(ClientAct act) {
        return act instanceof ClientAct.Crash || act instanceof ClientAct.Leak || act instanceof ClientAct.Pause;
    }

    private static void strike(Strike strike, ClientAct act, StagedClient client, String where) {
        if (act instanceof ClientAct.Crash) {
            strike.crash(client, where);
        } else if (act instanceof ClientAct.Leak) {
            strike.leak(client, where);
        } else {
            strike.pause(client, where);
        }
    }

    private void stand(Strike strike, Fault.OnClients fault, List<StagedClient> clients) {
        Meeting meeting = new Meeting(points(fault), fault.passages(), keys(fault.act()), deed(strike, fault.act()));
        strike.waitsAt(meeting, clients);
        standing.put(strike, fault.who());
        clients.forEach(client -> client.expect(meeting));
    }

    private static Set<ClientPoint> points(Fault.OnClients fault) {
        if (fault.at() != ClientPoint.ANYWHERE) {
            return Set.of(fault.at());
        }
        return fault.act() instanceof ClientAct.SlowPoll
                ? Set.of(ClientPoint.BEFORE_POLL)
                : Set.of(ClientPoint.BEFORE_RECORD);
    }

    private static java.util.function.Predicate<@Nullable ConsumerRecord<?, ?>> keys(ClientAct act) {
        Optional<String> key = act instanceof ClientAct.FailHandler fail ? fail.key() : Optional.empty();
        return record -> key.isEmpty() || (record != null && key.get().equals(String.valueOf(record.key())));
    }

    private static Meeting.Deed deed(Strike strike, ClientAct act) {
        if (act instanceof ClientAct.SlowHandler slow) {
            return (client, where, meeting) -> hold(strike, client, where, meeting, slow.by());
        } else if (act instanceof ClientAct.SlowPoll slow) {
            return (client, where, meeting) -> hold(strike, client, where, meeting, slow.by());
        } else if (act instanceof ClientAct.FailHandler fail) {
            return (client, where, meeting) -> {
                strike.account().touched("the handler of " + client + " failed " + where);
                throw new HandlerFailedException(fail.message());
            };
        }
        return (client, where, meeting) -> strike(strike, act, client, " " + where);
    }

    private static void hold(Strike strike, StagedClient client, String where, Meeting meeting, Duration by) {
        strike.account().touched(client + " took " + by.toMillis() + " ms longer " + where);
        meeting.hold(by);
    }

    private Ongoing storm(String name, Target who, int joins) throws Unresolved {
        for (StagedClient client : consumers(roster.find(who), who)) {
            Optional<Subscription> subscription = client.subscription();
            if (subscription.isPresent()) {
                return new Storm(client, subscription.get(), joins, seed * 31 + name.hashCode()).begin();
            }
        }
        throw new Unresolved(who + " has not subscribed to anything yet");
    }

    private static List<StagedClient> consumers(List<StagedClient> clients, Target who) throws Unresolved {
        List<StagedClient> consumers =
                clients.stream().filter(StagedClient::isConsumer).toList();
        if (consumers.isEmpty()) {
            throw new Unresolved(who + " has no consumer");
        }
        return consumers;
    }

    private void over(Strike strike) {
        standing.remove(strike);
        Meeting meeting = strike.meeting();
        if (meeting != null) {
            roster.all().forEach(client -> client.forget(meeting));
        }
    }

    /** Let every client that stands still go on, so that it can be closed. */
    public void release() {
        roster.all().forEach(StagedClient::release);
    }
}
