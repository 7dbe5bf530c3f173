/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An {@link Application} on a thread of its own. */
final class ThreadPart implements RunningPart {

    private final Part part;
    private final CountDownLatch over;
    private final Thread thread;
    private volatile Optional<Throwable> failure = Optional.empty();

    private ThreadPart(Part part, Application application, ApplicationStage stage) {
        this.part = part;
        this.over = stage.over();
        this.thread = new Thread(() -> run(application, stage), "trial-" + part.role());
        thread.setDaemon(true);
        thread.setContextClassLoader(application.getClass().getClassLoader());
    }

    static ThreadPart start(Part part, Application application, ApplicationStage stage) {
        ThreadPart started = new ThreadPart(part, application, stage);
        started.thread.start();
        return started;
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // nothing is printed: it is told by whoever waits
    private void run(Application application, ApplicationStage stage) {
        try {
            application.run(stage);
        } catch (Throwable failed) {
            failure = Optional.of(failed);
        }
    }

    @Override
    public Part part() {
        return part;
    }

    @Override
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    @Override
    public Optional<TrialException> trouble() {
        return failure.map(cause -> AppComplaints.failed(part, cause));
    }

    @Override
    public void tell() {
        over.countDown();
    }

    @Override
    public void kill() {
        over.countDown();
        thread.interrupt();
    }

    @Override
    public List<String> lastLines() {
        StackTraceElement[] frames = thread.getStackTrace();
        return java.util.Arrays.stream(frames)
                .limit(10)
                .map(frame -> "at " + frame)
                .toList();
    }
}
