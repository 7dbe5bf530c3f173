/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.TrialException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A part that is a process, with all the processes it starts. */
final class ProcessPart implements RunningPart {

    private final Part part;
    private final Process process;
    private final LastLines lines = new LastLines();
    private final Thread reader;
    private final Thread atExit = new Thread(this::killTree, "trial-kill");
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();
    private volatile boolean told;

    private ProcessPart(Part part, Process process) {
        this.part = part;
        this.process = process;
        this.reader = new Thread(() -> lines.read(process.getInputStream()), "trial-output-" + part.role());
        reader.setDaemon(true);
    }

    /**
     * Start it.
     *
     * @param environment goes over what this process has
     * @throws TrialException if there is no such program
     */
    static ProcessPart start(Part part, List<String> words, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            ProcessPart started = new ProcessPart(part, builder.start());
            started.begin();
            return started;
        } catch (IOException missing) {
            throw AppComplaints.cannotStart(part, missing);
        }
    }

    private void begin() throws IOException {
        Runtime.getRuntime().addShutdownHook(atExit);
        reader.start();
        process.getOutputStream().close();
    }

    @Override
    public Part part() {
        return part;
    }

    /** Who was started is noted while the process lives: later nobody knows any more whose children they were. */
    @Override
    public boolean hasEnded() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(seen::add);
        }
        return !process.isAlive();
    }

    @Override
    public Optional<TrialException> trouble() {
        if (process.isAlive() || told || process.exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of(AppComplaints.endedBadly(part, process.exitValue(), lastLines()));
    }

    /** All of them: a shell that ends by SIGTERM does not pass it on. */
    @Override
    public void tell() {
        told = true;
        tree().forEach(ProcessHandle::destroy);
    }

    @Override
    public void kill() {
        told = true;
        killTree();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // this process is about to end: the hook is at work
        }
    }

    private void killTree() {
        tree().forEach(ProcessHandle::destroyForcibly);
    }

    /** Children first. */
    private List<ProcessHandle> tree() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(seen::add);
        }
        return Stream.concat(seen.stream(), Stream.of(process.toHandle())).toList();
    }

    /** What it said before it ended is read to the end first. */
    @Override
    public List<String> lastLines() {
        try {
            if (!process.isAlive()) {
                reader.join(1_000);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return lines.get();
    }
}
