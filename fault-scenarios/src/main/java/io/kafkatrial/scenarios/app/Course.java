/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.app;

import io.kafkatrial.engine.ClusterEvent;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.scenarios.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * From the start of the parts to their ends: first those that send, then those that read. Looks at them ten times a second,
 * as there is no event for a process that does not end. Confined to the workload's thread.
 */
final class Course {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration STALLED = Duration.ofSeconds(2);

    /** How many records are to be acknowledged after the last fault has fired. */
    private static final int AFTERWARDS = 50;

    private final Stage stage;
    private final List<RunningPart> parts;
    private final Duration bound;
    private final long beganNanos = System.nanoTime();
    private final AtomicLong acked = new AtomicLong();

    /** @param bound how long all of it may take */
    Course(Stage stage, List<RunningPart> parts, Duration bound) {
        this.stage = stage;
        this.parts = parts;
        this.bound = bound;
        stage.cluster().running().listen(event -> {
            if (event instanceof ClusterEvent.Acked ack) {
                acked.addAndGet(ack.count());
            }
        });
    }

    void await() throws InterruptedException {
        for (RunningPart part : parts) {
            if (part.part().role() != Role.CONSUMER) {
                awaitSender(part);
            }
        }
        for (RunningPart part : parts) {
            if (part.part().role() == Role.CONSUMER) {
                awaitReader(part);
            }
        }
    }

    private void awaitSender(RunningPart part) throws InterruptedException {
        Ends ends = part.part().ends();
        if (ends instanceof Ends.ByItself) {
            awaitEnd(part);
        } else if (ends instanceof Ends.After after) {
            awaitTime(part, after);
        } else {
            Enough enough = new Enough();
            if (!look(() -> part.hasEnded() || enough.isReached())) {
                throw AppComplaints.notFired(part.part(), bound, waiting(), part.lastLines());
            }
            tell(part);
        }
    }

    private void awaitReader(RunningPart part) throws InterruptedException {
        Ends ends = part.part().ends();
        if (ends instanceof Ends.ByItself) {
            awaitEnd(part);
        } else if (ends instanceof Ends.After after) {
            awaitTime(part, after);
        } else {
            Reading reading = new Reading();
            if (!look(() -> part.hasEnded() || reading.isDone())) {
                String what = Readers.unread(stage.cluster()).orElse("it has read it just now");
                throw AppComplaints.behind(part.part(), bound, what, part.lastLines());
            }
            tell(part);
        }
    }

    private void awaitEnd(RunningPart part) throws InterruptedException {
        if (!look(part::hasEnded)) {
            throw AppComplaints.hangs(part.part(), bound, part.lastLines());
        }
    }

    private void awaitTime(RunningPart part, Ends.After after) throws InterruptedException {
        long until = beganNanos + after.time().toNanos();
        if (!look(() -> part.hasEnded() || System.nanoTime() - until >= 0)) {
            throw AppComplaints.hangs(part.part(), bound, part.lastLines());
        }
        tell(part);
    }

    /** Tell it to end, and wait until it has. */
    private void tell(RunningPart part) throws InterruptedException {
        if (part.hasEnded()) {
            return;
        }
        part.tell();
        long until = System.nanoTime() + GRACE.toNanos();
        while (!part.hasEnded()) {
            if (System.nanoTime() - until >= 0) {
                throw AppComplaints.deaf(part.part(), GRACE, part.lastLines());
            }
            pause();
        }
    }

    /** Look until it is so; false if that takes too long. Complains of a part that ended badly meanwhile. */
    private boolean look(BooleanSupplier isSo) throws InterruptedException {
        while (true) {
            boolean so = isSo.getAsBoolean();
            for (RunningPart part : parts) {
                Optional<TrialException> trouble = part.hasEnded() ? part.trouble() : Optional.empty();
                if (trouble.isPresent()) {
                    throw trouble.get();
                }
            }
            if (so) {
                return true;
            }
            if (System.nanoTime() - beganNanos >= bound.toNanos()) {
                return false;
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException("the run was ended");
        }
    }

    private List<String> waiting() {
        return stage.faults().bites().stream()
                .filter(bite -> bite.firedAt().isEmpty())
                .map(bite -> bite.planned().name())
                .toList();
    }

    private boolean haveAllFired() {
        List<Bite> bites = stage.faults().bites();
        return bites.stream().allMatch(bite -> bite.firedAt().isPresent());
    }

    /** Whether whoever sends has sent enough. */
    private final class Enough {
        private Optional<Long> ackedAtLast = Optional.empty();

        boolean isReached() {
            if (ackedAtLast.isEmpty() && haveAllFired()) {
                ackedAtLast = Optional.of(acked.get());
            }
            return ackedAtLast.filter(then -> acked.get() >= then + AFTERWARDS).isPresent();
        }
    }

    /**
     * Whether everything is read. If nobody gets any further though all faults have fired, they are ended: what they hold
     * back would be read after them.
     */
    private final class Reading {
        private long progress = -1;
        private long sinceNanos;
        private boolean healed;

        boolean isDone() {
            if (Readers.unread(stage.cluster()).isEmpty()) {
                return true;
            }
            long now = Readers.progress(stage.cluster());
            if (now != progress) {
                progress = now;
                sinceNanos = System.nanoTime();
            } else if (!healed && haveAllFired() && System.nanoTime() - sinceNanos >= STALLED.toNanos()) {
                healed = true;
                heal();
            }
            return false;
        }

        /** What cannot be healed now is told of at the end of the trial. */
        private void heal() {
            try {
                stage.cluster().heal();
            } catch (TrialException sick) {
                healed = true;
            }
        }
    }
}
