/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.process;

import io.kafkatrial.engine.outside.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of one node: a JVM on a leash. Its standard input is the leash, see
 * {@link io.kafkatrial.engine.apache.child.NodeMain}; its output goes to the node's log. Signals exclude each other.
 */
public final class NodeProcess {

    private static final Duration DEATH = Duration.ofSeconds(20);
    private static final Duration DUMP = Duration.ofSeconds(5);

    private final Process process;
    private final NodeLog log;
    private @Nullable FrozenLeash frozen;

    private NodeProcess(Process process, NodeLog log) {
        this.process = process;
        this.log = log;
    }

    /** Whether this system can stop a process and let it run on. */
    public static boolean canPause() {
        return Signals.areAvailable();
    }

    /**
     * Start a JVM.
     *
     * @param command the java executable and its arguments
     * @param directory where it runs
     * @throws IOException if there is no such executable or no room for a process
     */
    public static NodeProcess start(List<String> command, Path directory, NodeLog log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        builder.environment().keySet().removeIf(name -> name.equals("CLASSPATH") || name.startsWith("KAFKA_"));
        return new NodeProcess(builder.start(), log);
    }

    /** The operating system's id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs or is stopped. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the process is gone. */
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    /** The code it ended with; empty as long as it lives. */
    public Optional<Integer> exitCode() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** SIGKILL; returns when the process is gone. */
    public synchronized void kill() {
        process.destroyForcibly();
        awaitExit(DEATH);
        letGo();
    }

    /** SIGTERM; returns at once. Not by {@link Process#destroy}, which would end the leash too. */
    public synchronized void terminate() {
        process.toHandle().destroy();
    }

    /** Wait for the process to go; gives back whether it did. */
    public boolean awaitExit(Duration patience) {
        boolean interrupted = false;
        Deadline deadline = Deadline.in(patience);
        try {
            while (true) {
                try {
                    return process.waitFor(deadline.leftMs(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** SIGSTOP; returns when the process has stopped. */
    public synchronized void pause() {
        if (frozen == null) {
            frozen = FrozenLeash.on(pid());
            Signals.send("STOP", pid());
            Deadline.in(DUMP).await(this::isStopped);
        }
    }

    /** Where the system does not tell, believe it: the signal cannot be blocked. */
    private boolean isStopped() {
        Path stat = Path.of("/proc", Long.toString(pid()), "stat");
        try {
            String text = Files.readString(stat);
            return text.startsWith(" T", text.lastIndexOf(')') + 1);
        } catch (IOException elsewhere) {
            return true;
        }
    }

    /** SIGCONT. */
    public synchronized void resume() {
        Signals.send("CONT", pid());
        letGo();
    }

    private void letGo() {
        FrozenLeash held = frozen;
        if (held != null) {
            held.release();
            frozen = null;
        }
    }

    /** What its log ends with, and a thread dump made now if it lives. */
    public String lastWords() {
        String tail = log.tail();
        if (!isAlive() || !Signals.areAvailable()) {
            return tail;
        }
        long before = log.length();
        Signals.send("QUIT", pid());
        boolean dumped = Deadline.in(DUMP).await(() -> log.has("Full thread dump", before));
        return dumped ? tail + "\nIts threads:\n" + log.excerpt(before) : tail;
    }
}
