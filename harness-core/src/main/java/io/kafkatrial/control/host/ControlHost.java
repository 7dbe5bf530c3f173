/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.ControlFile;
import io.kafkatrial.control.Lines;
import io.kafkatrial.control.Told;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets other processes of this machine attach to a cluster, until it is closed. Safe for use by several threads.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class ControlHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlHost.class);

    private final HostedCluster cluster;
    private final Path file;
    private final ServerSocket door;
    private final String token = Token.fresh();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Semaphore turn = new Semaphore(1, true);
    private final WireOwner wire = new WireOwner();

    private ControlHost(HostedCluster cluster, Path file, ServerSocket door) {
        this.cluster = cluster;
        this.file = file;
        this.door = door;
    }

    /**
     * Listen on a free port and say in {@code file} where.
     *
     * @throws TrialException if the file cannot be written
     */
    public static ControlHost open(HostedCluster cluster, Path file) {
        ServerSocket door;
        try {
            door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException impossible) {
            throw new TrialException("no port to listen on for control: " + impossible, impossible);
        }
        ControlHost host = new ControlHost(cluster, file, door);
        try {
            new ControlFile(door.getLocalPort(), host.token, Lines.VERSION).write(file);
        } catch (TrialException unwritable) {
            host.close();
            throw unwritable;
        }
        cluster.running().listen(host::tell);
        Threads.start("trial-control", host::letIn);
        return host;
    }

    private void letIn() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                socket.setTcpNoDelay(true);
                Session session =
                        new Session(new Session.Desk(cluster, token, turn, wire), numbers.incrementAndGet(), socket);
                sessions.add(session);
                Threads.start("trial-control-" + session.number(), () -> {
                    try {
                        session.run();
                    } finally {
                        sessions.remove(session);
                    }
                });
            } catch (IOException closed) {
                LOG.debug("nobody is let in to control any more: {}", closed.toString());
            }
        }
    }

    private void tell(ClusterEvent event) {
        Told told = new Told.Happened(event);
        sessions.forEach(session -> session.tell(told));
    }

    /**
     * Keep the recorder of the wire for this process itself.
     *
     * @param who records, for those who are refused
     */
    public void keepWire(String who) {
        wire.keep(who);
    }

    /** Let nobody in any more, end all sessions, and remove the file. Idempotent. */
    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(file);
        } catch (IOException gone) {
            LOG.debug("control ends: {}", gone.toString());
        }
        sessions.forEach(Session::close);
    }
}
