/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.attached;

import io.kafkatrial.control.Answer;
import io.kafkatrial.control.Asked;
import io.kafkatrial.control.ControlComplaints;
import io.kafkatrial.control.ControlFile;
import io.kafkatrial.control.Lines;
import io.kafkatrial.control.Request;
import io.kafkatrial.control.Told;
import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.history.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to the process of the cluster. One thread reads what is told, so that an answer comes after all that happened
 * before it: a caller finds noted what its request has done. Safe for use by several threads, but not by that one.
 */
final class Connection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int CONNECT_MS = 5_000;

    /** The answers of one request. */
    private static final class Waiting {
        /** Empty when none will come any more. */
        private final BlockingQueue<Optional<Told>> answers = new LinkedBlockingQueue<>();
    }

    private final Socket socket;
    private final Writer out;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Thread reader;
    private volatile Consumer<ClusterEvent> happened = event -> {};
    private volatile Consumer<Event> recorded = event -> {};
    private volatile boolean gone;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.reader = new Thread(() -> read(in), "trial-attached");
        reader.setDaemon(true);
    }

    /** A line and the first word that came over it. */
    record Opened(Connection connection, Answer.Welcome welcome) {}

    /**
     * Attach where this file says.
     *
     * @throws TrialException if there is no cluster, or it does not let us in
     */
    static Opened open(Path file) {
        ControlFile said = ControlFile.read(file);
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), said.port()), CONNECT_MS);
            Connection connection = over(socket);
            return new Opened(connection, connection.greet(file, said));
        } catch (IOException unreachable) {
            throw ControlComplaints.unreachable(file, unreachable);
        }
    }

    /** A line over this socket. */
    static Connection over(Socket socket) throws IOException {
        Connection connection = new Connection(socket);
        connection.reader.start();
        return connection;
    }

    private Answer.Welcome greet(Path file, ControlFile said) {
        try {
            return (Answer.Welcome) ask(new Request.Greet(said.version(), said.token()), "let us in");
        } catch (TrialException refused) {
            close();
            throw ControlComplaints.notLetIn(file, String.valueOf(refused.getMessage()));
        }
    }

    /** Be told what happens in the cluster, on the line's own thread. */
    void onEvent(Consumer<ClusterEvent> told) {
        happened = told;
    }

    /** Be told what the recorder of the wire writes down, on the line's own thread. */
    void onRecorded(Consumer<Event> told) {
        recorded = told;
    }

    /**
     * Ask, and wait for the answer.
     *
     * @param doing what is asked, in words that follow "asked to"
     * @throws TrialException if it is refused, or the process is gone
     */
    Answer ask(Request request, String doing) {
        return ask(request, doing, part -> {
            throw new IllegalStateException("an answer of several parts: " + part);
        });
    }

    /**
     * Ask, and wait for all parts of the answer.
     *
     * @param part takes all but the last, on this thread
     */
    Answer ask(Request request, String doing, Consumer<Answer.Records> part) {
        if (Thread.currentThread() == reader) {
            throw ControlComplaints.asksWhileListening(doing);
        }
        long id = ids.incrementAndGet();
        Waiting mine = new Waiting();
        waiting.put(id, mine);
        try {
            send(new Asked(id, request), doing);
            if (gone) {
                // no more will come, but what was heard before counts: a refusal is the last word of the other side
                mine.answers.add(Optional.empty());
            }
            for (Answer answer = next(mine, doing); ; answer = next(mine, doing)) {
                if (!(answer instanceof Answer.Records records)) {
                    return answer;
                }
                part.accept(records);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ControlComplaints.interrupted(doing);
        } finally {
            waiting.remove(id);
        }
    }

    private void send(Asked asked, String doing) {
        String line = Lines.of(asked);
        try {
            synchronized (out) {
                out.write(line);
                out.write('\n');
                out.flush();
            }
        } catch (IOException broken) {
            throw ControlComplaints.gone(doing);
        }
    }

    private static Answer next(Waiting mine, String doing) throws InterruptedException {
        Told told = mine.answers.take().orElseThrow(() -> ControlComplaints.gone(doing));
        if (told instanceof Told.Refused refused) {
            throw new TrialException(refused.why());
        }
        return ((Told.Answered) told).answer();
    }

    private void read(BufferedReader in) {
        try (in) {
            for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
                hear(Lines.told(line));
            }
        } catch (IOException | TrialException broken) {
            LOG.debug("the process of the cluster is gone: {}", broken.toString());
        } finally {
            gone = true;
            waiting.values().forEach(one -> one.answers.add(Optional.empty()));
        }
    }

    private void hear(Told told) {
        if (told instanceof Told.Happened event) {
            tell(() -> happened.accept(event.event()));
        } else if (told instanceof Told.Recorded event) {
            tell(() -> recorded.accept(event.event()));
        } else if (told instanceof Told.Answered answered) {
            answer(answered.id(), told);
        } else if (told instanceof Told.Refused refused) {
            answer(refused.id(), told);
        }
    }

    private void answer(long id, Told told) {
        Waiting one = waiting.get(id);
        if (one != null) {
            one.answers.add(Optional.of(told));
        }
    }

    /** A listener that fails must not end the line. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException failed) {
            LOG.warn("a listener of the cluster failed", failed);
        }
    }

    /** Let go; what this process did to the cluster is undone there. Idempotent. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            LOG.debug("the line to the cluster: {}", broken.toString());
        }
    }
}
