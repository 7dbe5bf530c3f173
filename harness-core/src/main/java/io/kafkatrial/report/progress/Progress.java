/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.progress;

import java.util.Locale;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Show how a long run is doing: elapsed time, acks, faults fired, anomalies so far.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("leader-crash", trial::tally)) {
 *     …
 * }
 * }</pre>
 *
 * <p>On a terminal the line is live: it is rewritten in place, appears after two seconds, and goes away with the
 * run. In CI logs there is none. {@code -Dtrial.progress} or {@code TRIAL_PROGRESS} decides otherwise: {@code on}
 * writes a line every ten seconds where there is no terminal, {@code off} writes nothing. Safe for use by several
 * threads.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class Progress implements AutoCloseable {

    /**
     * How far a run is.
     *
     * @param acks sends acknowledged so far
     * @param unknown sends that ended otherwise
     * @param fired faults that have fired
     * @param faults faults that are to fire
     */
    public record Tally(long acks, long unknown, int fired, int faults) {}

    private final Board board;
    private final Supplier<String> what;
    private final Supplier<Tally> tally;

    Progress(Board board, String what, Supplier<Tally> tally) {
        this(board, () -> what, tally);
    }

    private Progress(Board board, Supplier<String> what, Supplier<Tally> tally) {
        this.board = board;
        this.what = what;
        this.tally = tally;
        board.add(this);
    }

    /**
     * Announce a run, until {@link #close}.
     *
     * @param what its name
     * @param tally asked at most twice a second, on another thread
     */
    public static Progress of(String what, Supplier<Tally> tally) {
        return new Progress(Board.OF_THIS_PROCESS, what, tally);
    }

    /**
     * Announce a run whose name says how far it is, until {@link #close}.
     *
     * @param what its name now; asked at most twice a second, on another thread
     * @param tally asked likewise
     */
    public static Progress of(Supplier<String> what, Supplier<Tally> tally) {
        return new Progress(Board.OF_THIS_PROCESS, what, tally);
    }

    /** Say that a finished run had so many anomalies; counts them up. */
    public static void found(long anomalies) {
        Board.OF_THIS_PROCESS.found(anomalies);
    }

    /**
     * Decide where to write: {@code auto}, {@code on} or {@code off}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static void mode(String mode) {
        Board.OF_THIS_PROCESS.use(mode.strip().toLowerCase(Locale.ROOT));
    }

    String what() {
        return what.get();
    }

    Tally tally() {
        return tally.get();
    }

    @Override
    public void close() {
        board.remove(this);
    }
}
