/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.NodeState;
import io.kafkatrial.engine.apache.child.CodePassage;
import io.kafkatrial.engine.apache.code.AgentPort;
import io.kafkatrial.engine.apache.code.CodePoints;
import io.kafkatrial.engine.apache.code.RuleScript;
import io.kafkatrial.engine.apache.process.NodeProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is wrong with a node beyond the life of one process: its clock and its disk. Each ailment is a rule in the code
 * of the process that runs, and of those that come after it, and a file without which the rule does nothing: so it
 * ends at once, whatever state the process is in. Safe for use by several threads.
 */
final class Ailments {

    private static final String CLOCK = "clock";
    private static final String FULL = "full-disk";
    private static final String FAILED = "failed-disk";
    private static final String SLOW = "slow-disk";
    private static final String IO_EXCEPTION = "java.io.IOException";

    /** Writes the rule for a version, given the file it depends on. */
    private interface Script {
        String of(CodePoints points, String tally);
    }

    /** One ailment of one node. */
    private record Ailment(Script script, Path tally) {
        String text(CodePoints points) {
            return script.of(points, tally.toString().replace('\\', '/'));
        }
    }

    private final Programs programs;
    private final Map<Integer, Map<String, Ailment>> ill = new TreeMap<>();

    Ailments(Programs programs) {
        this.programs = programs;
    }

    /** Let the wall clock be wrong; zero is right again. */
    void skewClock(NodeSeat seat, Duration by) {
        Script script = (points, tally) -> RuleScript.clock(
                name(seat, CLOCK), points.find("after-clock-read"), CodePassage.class.getName(), tally, by.toMillis());
        set(seat, CLOCK, by.isZero() ? Optional.empty() : Optional.of(script));
    }

    void fillDisk(NodeSeat seat, boolean full) {
        CodeRule.Act fail = new CodeRule.Act.Fail(IO_EXCEPTION);
        set(seat, FULL, full ? Optional.of(rule(seat, FULL, fail, "before-disk-write")) : Optional.empty());
    }

    void failDisk(NodeSeat seat, boolean failed) {
        CodeRule.Act fail = new CodeRule.Act.Fail(IO_EXCEPTION);
        Script script = rule(seat, FAILED, fail, "before-disk-write", "before-disk-read");
        set(seat, FAILED, failed ? Optional.of(script) : Optional.empty());
    }

    void slowDisk(NodeSeat seat, Duration latency) {
        Script script = rule(seat, SLOW, new CodeRule.Act.Delay(latency), "before-disk-append");
        set(seat, SLOW, latency.isZero() ? Optional.empty() : Optional.of(script));
    }

    boolean hasFailedDisk(NodeSeat seat) {
        synchronized (seat) {
            return of(seat).containsKey(FAILED);
        }
    }

    /** A new disk has none of the ailments of the one before. */
    void newDisk(NodeSeat seat) {
        List.of(FULL, FAILED, SLOW).forEach(disk -> set(seat, disk, Optional.empty()));
    }

    private static Script rule(NodeSeat seat, String ailment, CodeRule.Act act, String... points) {
        return (version, tally) -> {
            StringBuilder all = new StringBuilder();
            for (String point : points) {
                CodeRule rule = new CodeRule(name(seat, ailment) + " " + point, seat.endpoint(), point, act);
                all.append(RuleScript.of(rule, version.find(point), CodePassage.class.getName(), tally));
            }
            return all.toString();
        };
    }

    private static String name(NodeSeat seat, String ailment) {
        return ailment + " of " + seat.endpoint();
    }

    private Map<String, Ailment> of(NodeSeat seat) {
        synchronized (ill) {
            return ill.computeIfAbsent(seat.id(), id -> new LinkedHashMap<>());
        }
    }

    private void set(NodeSeat seat, String ailment, Optional<Script> script) {
        synchronized (seat) {
            if (script.isPresent() && seat.state() == NodeState.PAUSED) {
                throw Complaints.wrongState(
                        "change the " + ailment.replace('-', ' ') + " of", seat.endpoint(), seat.state());
            }
            Map<String, Ailment> all = of(seat);
            Ailment before = all.remove(ailment);
            if (before != null) {
                end(seat, ailment, before);
            }
            script.ifPresent(rule -> begin(seat, ailment, new Ailment(rule, file(seat, ailment, ".rule"))));
        }
    }

    private static Path file(NodeSeat seat, String ailment, String kind) {
        return seat.home().resolve("ailment-" + ailment + kind);
    }

    private void begin(NodeSeat seat, String ailment, Ailment next) {
        try {
            Files.writeString(next.tally(), "");
        } catch (IOException failed) {
            throw ApacheComplaints.workplace(next.tally().toString(), failed);
        }
        of(seat).put(ailment, next);
        if (seat.state() == NodeState.RUNNING) {
            load(seat, ailment, next);
        }
    }

    private void load(NodeSeat seat, String ailment, Ailment next) {
        InetSocketAddress address = programs.agents().require(seat);
        try {
            Optional<String> refused = new AgentPort(address).load(ailment, next.text(points(seat)));
            refused.ifPresent(why -> {
                of(seat).remove(ailment);
                throw CodeComplaints.refused(ailment, why, null);
            });
        } catch (IOException silent) {
            NodeProcess process = seat.process();
            if (process != null && process.isAlive()) {
                of(seat).remove(ailment);
                throw CodeComplaints.silent(seat.endpoint(), silent);
            } // else it did not survive its ailment
        }
    }

    private CodePoints points(NodeSeat seat) {
        return CodeFaults.points(programs.of(seat));
    }

    private void end(NodeSeat seat, String ailment, Ailment before) {
        try {
            Files.deleteIfExists(before.tally());
        } catch (IOException failed) {
            throw ApacheComplaints.workplace(before.tally().toString(), failed);
        }
        Optional<InetSocketAddress> address = programs.agents().address(seat);
        if (seat.state() == NodeState.RUNNING && address.isPresent()) {
            try {
                new AgentPort(address.get()).delete(ailment, before.text(points(seat)));
            } catch (IOException silent) {
                // it ends meanwhile, or is too busy: without its file the rule does nothing
            }
        }
    }

    /** The rules that the node's next process shall have in its code from its start, for the version it runs. */
    List<Path> scripts(NodeSeat seat) {
        synchronized (seat) {
            List<Path> scripts = new ArrayList<>();
            of(seat).forEach((ailment, what) -> {
                Path script = file(seat, ailment, ".btm");
                try {
                    Files.writeString(script, what.text(points(seat)));
                } catch (IOException failed) {
                    throw ApacheComplaints.workplace(script.toString(), failed);
                }
                scripts.add(script);
            });
            return scripts;
        }
    }

    /** In words, what is still wrong with a node; empty if nothing is. */
    Optional<String> left() {
        synchronized (ill) {
            return ill.entrySet().stream()
                    .filter(node -> !node.getValue().isEmpty())
                    .findFirst()
                    .map(node -> "node " + node.getKey() + " still has a "
                            + node.getValue().keySet().iterator().next().replace('-', ' '));
        }
    }
}
