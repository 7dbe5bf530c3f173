/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control.host;

import io.kafkatrial.control.Answer;
import io.kafkatrial.control.Asked;
import io.kafkatrial.control.ControlComplaints;
import io.kafkatrial.control.Lines;
import io.kafkatrial.control.Request;
import io.kafkatrial.control.Told;
import io.kafkatrial.engine.TrialException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attached process. Its requests are done on threads of their own, because some take long; what it hears comes in
 * order. When the connection ends, what it did is undone.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Of a request: the longest are plans' rules, a few hundred characters. */
    private static final int LONGEST = 1 << 20;

    private static final int GREETING_MS = 10_000;

    /**
     * What all sessions of a cluster have in common.
     *
     * @param turn held by the one whose turn it is
     * @param wire held by the one who records it
     */
    record Desk(HostedCluster cluster, String token, Semaphore turn, WireOwner wire) {}

    private final Desk desk;
    private final int number;
    private final Socket socket;
    private final Rules rules;
    private final Outbox outbox = new Outbox(this::fellBehind);
    private final Deeds deeds;
    private final ExecutorService workers;
    private volatile boolean greeted;

    Session(Desk desk, int number, Socket socket) {
        this.desk = desk;
        this.number = number;
        this.socket = socket;
        this.rules = new Rules(number);
        this.deeds = new Deeds(desk, rules, "process " + number, this::put);
        AtomicInteger names = new AtomicInteger();
        this.workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "trial-control-" + number + "-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    int number() {
        return number;
    }

    /** Serve until the connection ends. */
    void run() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            if (greet(in)) {
                for (Optional<String> line = Lines.next(in, LONGEST);
                        line.isPresent();
                        line = Lines.next(in, LONGEST)) {
                    Asked asked = Lines.asked(line.get());
                    workers.execute(() -> serve(asked));
                }
            }
        } catch (IOException | TrialException broken) {
            LOG.debug("attached process {} is gone: {}", number, broken.toString());
        } finally {
            end();
        }
    }

    private boolean greet(BufferedReader in) throws IOException {
        socket.setSoTimeout(GREETING_MS);
        Optional<String> line = Lines.next(in, LONGEST);
        if (line.isEmpty()) {
            return false;
        }
        Asked first = Lines.asked(line.get());
        Optional<String> refusal = refusal(first.request());
        if (refusal.isPresent()) {
            socket.getOutputStream()
                    .write((Lines.of(new Told.Refused(first.id(), refusal.get())) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            return false;
        }
        socket.setSoTimeout(0);
        put(new Told.Answered(first.id(), desk.cluster().welcome(number)));
        greeted = true;
        Threads.start("trial-control-" + number + "-out", this::write);
        return true;
    }

    private Optional<String> refusal(Request first) {
        if (!(first instanceof Request.Greet greeting)) {
            return Optional.of(ControlComplaints.wrongToken());
        } else if (greeting.version() != Lines.VERSION) {
            return Optional.of(ControlComplaints.wrongVersion(greeting.version()));
        }
        return Token.same(greeting.token(), desk.token())
                ? Optional.empty()
                : Optional.of(ControlComplaints.wrongToken());
    }

    private void serve(Asked asked) {
        try {
            Answer last = deeds.perform(asked.request(), part -> put(new Told.Answered(asked.id(), part)));
            put(new Told.Answered(asked.id(), last));
        } catch (TrialException refused) {
            put(new Told.Refused(asked.id(), String.valueOf(refused.getMessage())));
        } catch (RuntimeException failed) {
            LOG.warn("a request of attached process {} failed: {}", number, asked.request(), failed);
            put(new Told.Refused(asked.id(), ControlComplaints.failed(failed)));
        }
    }

    /** Say this, if the process has been let in and wants to know. */
    void tell(Told told) {
        if (!greeted) {
            return;
        }
        if (told instanceof Told.Happened happened) {
            rules.outside(happened.event()).ifPresent(event -> put(new Told.Happened(event)));
        } else {
            put(told);
        }
    }

    private void put(Told told) {
        outbox.put(told);
    }

    private void write() {
        try (Writer out =
                new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8))) {
            outbox.writeTo(out);
        } catch (IOException gone) {
            LOG.debug("attached process {} hears nothing any more: {}", number, gone.toString());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void fellBehind() {
        LOG.warn("attached process {} does not listen any more; its connection is closed", number);
        close();
    }

    private void end() {
        close();
        workers.shutdownNow();
        List<String> troubles = deeds.undo();
        if (!troubles.isEmpty()) {
            LOG.warn("not all could be undone that attached process {} did: {}", number, troubles);
        }
    }

    /** End the connection; what it did is undone by the thread that serves it. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.debug("attached process {}: {}", number, gone.toString());
        }
    }
}
