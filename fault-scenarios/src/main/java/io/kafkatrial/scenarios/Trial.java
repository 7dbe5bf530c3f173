/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.Cluster;
import io.kafkatrial.SharedCluster;
import io.kafkatrial.check.Claim;
import io.kafkatrial.engine.RunningCluster;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.engine.WireRecording;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.Injection;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.history.Appender;
import io.kafkatrial.history.HistoryFile;
import io.kafkatrial.history.Recorder;
import io.kafkatrial.report.progress.Progress;
import io.kafkatrial.scenarios.clients.ClientFaults;
import io.kafkatrial.scenarios.recording.Drain;
import io.kafkatrial.scenarios.recording.Effects;
import io.kafkatrial.scenarios.recording.EndsWatch;
import io.kafkatrial.scenarios.recording.RecordingClients;
import io.kafkatrial.scenarios.recording.Sources;
import io.kafkatrial.scenarios.recording.Trail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * One workload under one plan of faults, from the first send to the final read.
 *
 * <pre>
 * Trial trial = Trial.on(cluster);
 * trial.arm(plan);
 * …work with trial.clients() and trial.effects()…
 * Conclusion conclusion = trial.conclude();
 * Verdict verdict = Verdicts.of(AT_LEAST_ONCE, conclusion.history());
 * </pre>
 *
 * <p>A cluster holds one trial at a time: each begins a new history. Confined to the caller's thread;
 * what it hands out is as safe as its own documentation says.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Trial implements AutoCloseable {

    /** How long open sends may take to end once the workload is over, before the faults are healed. */
    public static final Duration SETTLE_BOUND = Duration.ofSeconds(10);

    /** How long the final read may take. */
    public static final Duration DRAIN_BOUND = Duration.ofSeconds(30);

    private static final int SAMPLES_IN_LIMIT = 4;
    private static final Duration SAMPLE_EVERY_MAX = Duration.ofSeconds(1);

    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Names this process on clusters of which nobody tells who else uses them. */
    private static final String PROCESS = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
            + Long.toString(InstantSource.system().millis(), Character.MAX_RADIX);

    /** The groups of earlier trials on a cluster: what those committed, this trial does not know. */
    private static final Map<RunningCluster, Set<String>> GROUPS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Optional<Cluster> cluster;
    private final Map<String, Object> connection;
    private final Recorder recorder;
    private final Trail trail;
    private final ClientFaults stage;
    private final RecordingClients clients;
    private final Optional<WireRecording> wire;
    private final Sources sources;
    private final Effects effects;
    private final List<Injection> armed = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
    private @Nullable EndsWatch ends;

    private Trial(Optional<Cluster> cluster, Map<String, Object> connection, Recorder recorder, Recording recording) {
        this.cluster = cluster;
        this.connection = Map.copyOf(connection);
        this.recorder = recorder;
        boolean alone = cluster.isPresent() && !SharedCluster.isAttached(cluster.get());
        String token = "t" + process(cluster) + Long.toString(NUMBERS.incrementAndGet(), Character.MAX_RADIX);
        this.trail = new Trail(recorder, InstantSource.system(), token);
        if (alone) {
            trail.alone();
        }
        cluster.ifPresentOrElse(
                own -> trail.beside(own, GROUPS.getOrDefault(own.running(), Set.of())), trail::besideStrangers);
        this.stage =
                new ClientFaults(trail, cluster.map(own -> own.spec().seed()).orElse(0L));
        this.clients =
                new RecordingClients(recording == Recording.CLIENTS ? trail : Trail.silent(token), connection, stage);
        this.wire = recording == Recording.WIRE ? Optional.of(wire(cluster, recorder)) : Optional.empty();
        wire.ifPresent(trail::identifyBy);
        cluster.ifPresent(own -> own.stage(stage));
        this.effects = new Effects(trail, "application");
        this.sources = new Sources(trail);
        if (recording == Recording.CLIENTS) {
            trail.listenAt(String.valueOf(connection.get("bootstrap.servers")));
        }
    }

    /** Trials of several processes on one cluster must not take each other's records for their own. */
    private static String process(Optional<Cluster> cluster) {
        if (cluster.isEmpty()) {
            return PROCESS + "x";
        }
        OptionalInt number = SharedCluster.process(cluster.get());
        return number.isPresent() ? number.getAsInt() + "x" : "";
    }

    private static WireRecording wire(Optional<Cluster> cluster, Recorder recorder) {
        return cluster.flatMap(own -> own.running().recordWire(recorder::record))
                .orElseThrow(
                        () -> new TrialException("the wire cannot be recorded: no cluster of the harness is known here,"
                                + " so the clients do not pass a door of it. Record the clients instead, or attach by"
                                + " -Dtrial.control.file."));
    }

    /**
     * Begin a trial, and with it a new history, on a cluster of the harness. {@code -Dtrial.record} decides who
     * records; the clients, if it says nothing.
     */
    public static Trial on(Cluster cluster) {
        return on(cluster, Recording.byProperty());
    }

    /** Begin a trial, and with it a new history, on a cluster of the harness. */
    public static Trial on(Cluster cluster, Recording recording) {
        requireNonNull(cluster, "cluster");
        requireNonNull(recording, "recording");
        return new Trial(Optional.of(cluster), cluster.clientProperties(), cluster.startHistory(), recording);
    }

    /** Begin a trial on any Kafka cluster: everything is recorded and judged, but nothing can be broken. */
    public static Trial attachedTo(String bootstrapServers) {
        return new Trial(
                Optional.empty(), Map.of("bootstrap.servers", bootstrapServers), new Recorder(), Recording.CLIENTS);
    }

    /** The same, with all that clients need to get in beside {@code bootstrap.servers}. */
    public static Trial attachedTo(Map<String, Object> clientProperties) {
        return new Trial(Optional.empty(), clientProperties, new Recorder(), Recording.CLIENTS);
    }

    /** The recording clients of this trial. */
    public RecordingClients clients() {
        return clients;
    }

    /**
     * At the end, also read what applications in other processes wrote into this directory.
     *
     * @param directory the same as in {@link io.kafkatrial.scenarios.recording.Interception#into}
     */
    public void alsoFrom(Path directory) {
        sources.add(directory);
    }

    /**
     * Also keep the history in this file while it is being recorded, from the beginning of the trial: if this process is
     * killed, {@link HistoryFile#readUpToDamage} reads what happened before. Whoever asks for it closes it, best with the
     * history of the {@link Conclusion}.
     *
     * @throws IOException if the file cannot be opened
     */
    public Appender append(Path file) throws IOException {
        return HistoryFile.append(file, recorder);
    }

    /** Do this when the trial is closed: nothing of what it reads may go before. */
    public void afterwards(Runnable cleanUp) {
        afterwards.add(cleanUp);
    }

    /** Where faults meet the clients of this trial. */
    public ClientFaults stage() {
        return stage;
    }

    /** Where the application reports its effects. */
    public Effects effects() {
        return effects;
    }

    /** What the clients write. */
    public Trail trail() {
        return trail;
    }

    /**
     * Put a plan of faults to work.
     *
     * @throws TrialException if the plan cannot work on this cluster, or the cluster is only attached to
     */
    public Injection arm(Plan plan) {
        Injection injection = cluster.orElseThrow(
                        () -> new TrialException("no fault can be injected: the cluster was not started by this"
                                + " process. Let the test start its own cluster."))
                .inject(plan);
        armed.add(injection);
        return injection;
    }

    /**
     * Say beforehand what will be judged. Of most anomalies everything is recorded anyway; whether a transaction hangs is
     * seen only by asking for the ends of partitions again and again, which is done from now on if the claim has a limit
     * for it.
     */
    public void willJudge(Claim claim) {
        Optional<Duration> limit = claim.limits().hanging();
        if (limit.isPresent() && ends == null) {
            Duration every = limit.get().dividedBy(SAMPLES_IN_LIMIT);
            ends = new EndsWatch(trail, connection, every.compareTo(SAMPLE_EVERY_MAX) > 0 ? SAMPLE_EVERY_MAX : every);
        }
    }

    private void watchNoMore() {
        if (ends != null) {
            ends.close();
            ends = null;
        }
    }

    /** How far it is, for a line of progress. */
    public Progress.Tally tally() {
        List<Bite> bites = armed.stream().flatMap(plan -> plan.bites().stream()).toList();
        int fired =
                (int) bites.stream().filter(bite -> bite.firedAt().isPresent()).count();
        return new Progress.Tally(trail.acked(), trail.endedOtherwise(), fired, bites.size());
    }

    /** End the trial: let open sends end, heal everything, close the clients, read the topics to their ends. */
    public Conclusion conclude() {
        return conclude(SETTLE_BOUND);
    }

    /**
     * End the trial.
     *
     * @param settle how long open sends may take to end by themselves before the faults are healed
     */
    public Conclusion conclude(Duration settle) {
        awaitSettled(settle);
        List<String> troubles = new ArrayList<>();
        List<Bite> bites = heal(troubles);
        boolean healthy = troubles.isEmpty();
        watchNoMore();
        stage.release();
        clients.close();
        if (healthy) {
            Optional<RunningCluster> replicas = cluster.map(Cluster::running);
            wire.ifPresent(this::finish);
            troubles.addAll(sources.read());
            troubles.addAll(new Drain(trail, connection, replicas).read(trail.topics(), DRAIN_BOUND));
        }
        wire.map(WireRecording::blindSpots).ifPresent(troubles::addAll);
        return new Conclusion(sources.merged(), bites, healthy, troubles);
    }

    private void finish(WireRecording seen) {
        seen.finish();
        trail.sawTopics(seen.topics());
        if (seen.sawTransactions()) {
            trail.hasTransactions();
        }
    }

    private void awaitSettled(Duration settle) {
        try {
            trail.awaitSettled(settle);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Bite> heal(List<String> troubles) {
        if (cluster.isEmpty()) {
            return List.of();
        }
        try {
            return cluster.get().heal();
        } catch (TrialException sick) {
            troubles.add("healing failed: " + sick.getMessage());
            return List.of();
        }
    }

    /** Close the clients; the cluster stays. Idempotent. */
    @Override
    public void close() {
        watchNoMore();
        stage.release();
        clients.close();
        wire.ifPresent(WireRecording::finish);
        trail.end();
        remember();
        for (Runnable cleanUp = afterwards.poll(); cleanUp != null; cleanUp = afterwards.poll()) {
            cleanUp.run();
        }
    }

    private void remember() {
        cluster.filter(Cluster::isRunning).ifPresent(own -> GROUPS.put(own.running(), trail.groupsSoFar()));
    }
}
