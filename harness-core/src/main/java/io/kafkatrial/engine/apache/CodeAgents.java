/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.kafkatrial.engine.CodeComplaints;
import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.apache.process.NodeProcess;
import io.kafkatrial.engine.net.HeldPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agents for points of the code, one in each process that needs one: there from its start if that was asked for,
 * or if something has to be in the code from the first moment on; else let in when it is first needed. Safe for use
 * by several threads.
 */
final class CodeAgents implements AutoCloseable {

    private final boolean always;
    private final Map<Integer, HeldPort> ports = new HashMap<>();

    /** In the how-many-eth life of each node there is one. */
    private final Map<Integer, Integer> lives = new HashMap<>();

    private @Nullable Path jar;

    /** No agent yet. */
    CodeAgents(boolean always) {
        this.always = always;
        if (always) {
            jar();
        }
    }

    /** The option for the node's next process; none if it can do without. */
    synchronized Optional<String> option(NodeSeat seat, List<Path> scripts) {
        if (!always && scripts.isEmpty()) {
            return Optional.empty();
        }
        lives.put(seat.id(), seat.lives() + 1);
        StringBuilder option = new StringBuilder("-javaagent:" + jar() + "=" + listener(seat));
        scripts.forEach(script -> option.append(",script:").append(script));
        return Optional.of(option.toString());
    }

    private String listener(NodeSeat seat) {
        return "listener:true,address:127.0.0.1,port:" + port(seat).getPort();
    }

    private InetSocketAddress port(NodeSeat seat) {
        return ports.computeIfAbsent(seat.id(), CodeAgents::takePort).address();
    }

    private static HeldPort takePort(int node) {
        try {
            return HeldPort.take(0);
        } catch (IOException none) {
            throw Complaints.portInUse(0, node, none);
        }
    }

    private Path jar() {
        Path known = jar;
        if (known == null) {
            known = Installation.codeAgent();
            jar = known;
        }
        return known;
    }

    /** Where the agent in the node's process listens; empty if there is none. */
    synchronized Optional<InetSocketAddress> address(NodeSeat seat) {
        Integer life = lives.get(seat.id());
        return life != null && life == seat.lives() ? Optional.of(port(seat)) : Optional.empty();
    }

    /**
     * The same, after seeing to it that there is one.
     *
     * @throws io.kafkatrial.engine.TrialException if this Java cannot let an agent into another process
     */
    synchronized InetSocketAddress require(NodeSeat seat) {
        Optional<InetSocketAddress> there = address(seat);
        NodeProcess process = seat.process();
        if (there.isPresent() || process == null) {
            return port(seat);
        }
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                machine.loadAgent(jar().toString(), listener(seat));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException
                | AgentLoadException
                | AgentInitializationException
                | IOException
                | LinkageError impossible) {
            throw CodeComplaints.notLetIn(seat.endpoint(), impossible);
        }
        lives.put(seat.id(), seat.lives());
        return port(seat);
    }

    @Override
    public synchronized void close() {
        ports.values().forEach(HeldPort::close);
        ports.clear();
    }
}
