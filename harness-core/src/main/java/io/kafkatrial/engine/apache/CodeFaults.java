/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.ClusterListener;
import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.apache.child.CodePassage;
import io.kafkatrial.engine.apache.code.AgentPort;
import io.kafkatrial.engine.apache.code.CodePlace;
import io.kafkatrial.engine.apache.code.CodePoints;
import io.kafkatrial.engine.apache.code.RuleScript;
import io.kafkatrial.engine.apache.process.NodeProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Puts rules into the code of nodes and takes them out again. A rule has a file in the node's home, where the node
 * counts what the rule did; without the file the rule does nothing, so that one which cannot be taken out any more,
 * because its process is paused, is without effect too. Rules end with their process. While there are rules a thread
 * looks at their files, and tells what was added. Safe for use by several threads.
 */
final class CodeFaults implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private record Armed(NodeSeat seat, @Nullable NodeProcess process, Path tally, String script) {}

    private final Programs programs;
    private final Map<CodeRule, Armed> armed = new HashMap<>();
    private final Map<CodeRule, Path> tallies = new HashMap<>();
    private final Map<CodeRule, Long> told = new HashMap<>();
    private final ClusterListener events;
    private final InstantSource clock = InstantSource.system();
    private int rules;
    private @Nullable Thread watcher;
    private volatile boolean closed;

    CodeFaults(Programs programs, ClusterListener events) {
        this.programs = programs;
        this.events = events;
    }

    private void watch() {
        while (!closed) {
            untold().forEach(events::on);
            LockSupport.parkNanos(isIdle() ? Long.MAX_VALUE : LOOK_NANOS);
        }
    }

    private synchronized boolean isIdle() {
        return armed.isEmpty();
    }

    /** What the rules did since this was asked last. */
    private synchronized List<ClusterEvent> untold() {
        List<ClusterEvent> news = new ArrayList<>();
        tallies.keySet().forEach(rule -> {
            long acted = actedBy(rule);
            for (long before = told.getOrDefault(rule, 0L); before < acted; before++) {
                news.add(new ClusterEvent.CodePointReached(clock.instant(), rule));
            }
            told.put(rule, acted);
        });
        return news;
    }

    private void watchFromNowOn() {
        Thread known = watcher;
        if (known == null) {
            known = new Thread(this::watch, "kafka-trial-points");
            known.setDaemon(true);
            known.start();
            watcher = known;
        }
        LockSupport.unpark(known);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watcher != null) {
            LockSupport.unpark(watcher);
        }
    }

    synchronized void arm(NodeSeat seat, CodeRule rule) {
        if (seat.state() != NodeState.RUNNING) {
            throw Complaints.wrongState("put a rule into the code of", seat.endpoint(), seat.state());
        }
        takeOut(rule);
        InetSocketAddress address = programs.agents().require(seat);
        CodePoints points = points(programs.of(seat));
        List<CodePlace> places = points.find(rule.point());
        if (rule.act() instanceof CodeRule.Act.Fail fail) {
            points.requireClass(rule.point(), fail.exception());
        }
        Path tally = seat.home().resolve("code-" + ++rules + ".rule");
        String script = RuleScript.of(
                rule, places, CodePassage.class.getName(), tally.toString().replace('\\', '/'));
        try {
            Files.createFile(tally);
        } catch (IOException failed) {
            throw ApacheComplaints.workplace(tally.toString(), failed);
        }
        armed.put(rule, new Armed(seat, seat.process(), tally, script));
        tallies.put(rule, tally);
        told.put(rule, 0L);
        watchFromNowOn();
        load(address, rule, script);
    }

    static CodePoints points(Installation installation) {
        return new CodePoints(
                installation.version(),
                installation.classPath(),
                version -> Programs.isAtLeast(installation.version(), version));
    }

    private void load(InetSocketAddress address, CodeRule rule, String script) {
        Optional<String> refused;
        try {
            refused = new AgentPort(address).load(file(rule), script);
        } catch (IOException silent) {
            takeOut(rule);
            throw CodeComplaints.silent(rule.node(), silent);
        }
        refused.ifPresent(answer -> {
            takeOut(rule);
            throw CodeComplaints.refused(rule.point(), answer, null);
        });
    }

    private static String file(CodeRule rule) {
        return rule.name().replaceAll("\\s+", "-");
    }

    /** What has become of the rule's process does not matter. */
    void disarm(CodeRule rule) {
        takeOut(rule);
        untold().forEach(events::on);
    }

    private synchronized void takeOut(CodeRule rule) {
        Armed gone = armed.remove(rule);
        if (gone == null) {
            return;
        }
        Path count = gone.tally().resolveSibling(gone.tally().getFileName() + ".done");
        try {
            Files.move(gone.tally(), count);
            tallies.put(rule, count);
        } catch (IOException lost) {
            throw ApacheComplaints.workplace(gone.tally().toString(), lost);
        }
        Optional<InetSocketAddress> address = programs.agents().address(gone.seat());
        boolean same = gone.seat().process() == gone.process() && gone.seat().state() == NodeState.RUNNING;
        if (same && address.isPresent()) {
            try {
                new AgentPort(address.get()).delete(file(rule), gone.script());
            } catch (IOException silent) {
                // it ended meanwhile, or is too busy: the rule has no file and does nothing
            }
        }
    }

    /** How many times the rule acted, in the processes of all its lives. */
    synchronized long actedBy(CodeRule rule) {
        Path tally = tallies.get(rule);
        return tally == null ? 0 : tally.toFile().length();
    }
}
