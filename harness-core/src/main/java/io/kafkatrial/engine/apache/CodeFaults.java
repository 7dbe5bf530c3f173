/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ApacheComplaints;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts rules into the code of nodes and takes them out again. A rule has a file in the node's home, where the node
 * counts what the rule did; without the file the rule does nothing, so that one which cannot be taken out any more,
 * because its process is paused, is without effect too. Rules end with their process. Safe for use by several threads.
 */
final class CodeFaults {

    private record Armed(NodeSeat seat, @Nullable NodeProcess process, Path tally, String script) {}

    private final Programs programs;
    private final Map<CodeRule, Armed> armed = new HashMap<>();
    private final Map<CodeRule, Path> tallies = new HashMap<>();
    private int rules;

    CodeFaults(Programs programs) {
        this.programs = programs;
    }

    synchronized void arm(NodeSeat seat, CodeRule rule) {
        if (seat.state() != NodeState.RUNNING) {
            throw Complaints.wrongState("put a rule into the code of", seat.endpoint(), seat.state());
        }
        disarm(rule);
        InetSocketAddress address = programs.agents().require(seat);
        CodePoints points = points(programs.of(seat));
        List<CodePlace> places = points.find(rule.point());
        if (rule.act() instanceof CodeRule.Act.Note) {
            throw Complaints.noLever("apache", "telling when " + rule.point() + " is passed");
        }
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
            disarm(rule);
            throw CodeComplaints.silent(rule.node(), silent);
        }
        refused.ifPresent(answer -> {
            disarm(rule);
            throw CodeComplaints.refused(rule.point(), answer, null);
        });
    }

    private static String file(CodeRule rule) {
        return rule.name().replaceAll("\\s+", "-");
    }

    /** What has become of the rule's process does not matter. */
    synchronized void disarm(CodeRule rule) {
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
