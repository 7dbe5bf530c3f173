/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread writes down sends, answers and what it was handed out, without waiting for anybody: what comes as often as
 * records do must not cost what {@link Recorder#record} does. The recorder takes the entries in when their number is
 * {@value #MOST}, before it records anything itself, and before it shows its history.
 *
 * <p>Each entry has the reading of a clock that is one for all threads, and the recorder takes the entries of all
 * journals in by these: what happened before something else comes before it in the history, whoever wrote it down, as if
 * both had been recorded under a lock.
 *
 * <p>Confined to the thread that asked the recorder for it; the counts are for any thread.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Journal {

    /** How many entries wait at most. */
    static final int MOST = 512;

    private static final int FIRST = 32;
    private static final int WORDS = 4;
    private static final long SEND = 1L << Integer.SIZE;

    /** Half a surrogate pair is no text: there is no UTF-8 for it. */
    private static final long NO_TEXT = -2;

    private static final VarHandle WRITTEN = handle("written", int.class);
    private static final VarHandle SENT = handle("sent", long.class);
    private static final VarHandle ACKED = handle("acked", long.class);

    private final Recorder recorder;
    private final Thread thread = Thread.currentThread();

    /**
     * Of each entry: reading of the clock, lane and whether it is a send, sequence; then the offset, or where the key
     * begins and ends.
     */
    private long[] words = new long[FIRST * WORDS];

    /** The keys of the sends, in UTF-8, one behind the other. */
    private byte[] text = new byte[FIRST * Long.BYTES];

    private int textEnd;
    private int next;

    /** How many entries others may see; the thread's writing, the recorder's reading. */
    @SuppressWarnings("unused") // by its handle
    private int written;

    @SuppressWarnings("unused") // by its handle
    private long sent;

    @SuppressWarnings("unused") // by its handle
    private long acked;

    /** How many were taken in; belongs to who holds the recorder. */
    private int taken;

    private int end;

    Journal(Recorder recorder) {
        this.recorder = recorder;
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Journal.class, field, type);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Whether it belongs to the thread that asks. */
    public boolean isMine() {
        return thread == Thread.currentThread();
    }

    /**
     * The application called send: {@link Event.SendInvoked}.
     *
     * @param lane of that kind, from {@link Recorder#lane}
     * @param key a printable digest of the record's key; null for no key
     */
    public void sent(Lane lane, long sequence, @Nullable String key) {
        int at = room();
        long where = key == null ? Lane.NONE : keep(key);
        if (key != null && where == NO_TEXT) {
            next = at;
            recorder.record(lane, sequence, key);
        } else {
            write(at, SEND | lane.index(), sequence, where);
        }
        SENT.setRelease(this, sent + 1);
    }

    /** Where in the text the key is now. */
    private long keep(String key) {
        int from = textEnd;
        int length = key.length();
        if (from + length > text.length) {
            text = Arrays.copyOf(text, (from + length) * 2);
        }
        byte[] to = text;
        for (int i = 0; i < length; i++) {
            char next = key.charAt(i);
            if (next >= 0x80) {
                return keepEncoded(key);
            }
            to[from + i] = (byte) next;
        }
        textEnd = from + length;
        return (long) from << Integer.SIZE | textEnd;
    }

    private long keepEncoded(String key) {
        if (!Text.isUnicode(key)) {
            return NO_TEXT;
        }
        byte[] utf8 = key.getBytes(UTF_8);
        int from = textEnd;
        textEnd = from + utf8.length;
        if (textEnd > text.length) {
            text = Arrays.copyOf(text, textEnd * 2);
        }
        System.arraycopy(utf8, 0, text, from, utf8.length);
        return (long) from << Integer.SIZE | textEnd;
    }

    /**
     * A broker acknowledged a send: {@link Event.SendAcked}.
     *
     * @param lane of that kind, from {@link Recorder#lane}
     */
    public void acked(Lane lane, long sequence, long offset) {
        write(room(), lane.index(), sequence, offset);
        ACKED.setRelease(this, acked + 1);
    }

    /**
     * A consumer was handed out a record: {@link Event.Polled}.
     *
     * @param lane of that kind, from {@link Recorder#lane(Event)}
     * @param sequence of no meaning where the lane has none
     */
    public void polled(Lane lane, long sequence, long offset) {
        write(room(), lane.index(), sequence, offset);
    }

    private int room() {
        int at = next;
        if (at * WORDS == words.length) {
            recorder.takeIn(this);
            at = 0;
        }
        next = at + 1;
        return at;
    }

    /** The clock is read before the entry can be seen, and whatever comes after the call reads no less. */
    private void write(int at, long laneAndKind, long sequence, long offsetOrKey) {
        int word = at * WORDS;
        words[word] = RecorderClock.nanos();
        words[word + 1] = laneAndKind;
        words[word + 2] = sequence;
        words[word + 3] = offsetOrKey;
        WRITTEN.setRelease(this, at + 1);
    }

    // ---- for who holds the recorder

    /** How many sends it told of so far. */
    long sent() {
        return (long) SENT.getAcquire(this);
    }

    /** How many acknowledgements it told of so far. */
    long acked() {
        return (long) ACKED.getAcquire(this);
    }

    boolean isOf(Thread other) {
        return thread == other;
    }

    /** Whether its thread will never write again, and all it wrote is taken in. */
    boolean isOver() {
        return !thread.isAlive() && !hasNews();
    }

    boolean hasNews() {
        return (int) WRITTEN.getAcquire(this) > taken;
    }

    /**
     * Begin to take in what was written before the line; false if there is nothing. All keys are looked up first, for one
     * after the other is faster than now and then.
     */
    boolean open(long line, Encoder encoder) {
        end = (int) WRITTEN.getAcquire(this);
        while (end > taken && words[(end - 1) * WORDS] - line >= 0) {
            end--;
        }
        for (int word = taken * WORDS; word < end * WORDS; word += WORDS) {
            long key = words[word + 3];
            if ((words[word + 1] & SEND) != 0 && key != Lane.NONE) {
                words[word + 3] = encoder.key(text, (int) (key >>> Integer.SIZE), (int) key);
            }
        }
        return end > taken;
    }

    /** Whether the entry it stands at comes before that of another: by time, an answer before what may follow from it. */
    boolean isBefore(Journal other) {
        long mine = words[taken * WORDS];
        long its = other.words[other.taken * WORDS];
        return mine != its
                ? mine - its < 0
                : (words[taken * WORDS + 1] & SEND) < (other.words[other.taken * WORDS + 1] & SEND);
    }

    /** Take in the entry it stands at; false if that was the last. */
    boolean takeInto(Encoder encoder, RecorderClock clock) {
        int word = taken * WORDS;
        long offsetOrKey = words[word + 3];
        encoder.add((int) words[word + 1], clock.wall(words[word]), words[word + 2], offsetOrKey, (int) offsetOrKey);
        return ++taken < end;
    }

    /** All is taken in: begin anew. To be called by its own thread. */
    void clear() {
        if (words.length < MOST * WORDS) {
            words = new long[words.length * 4];
        }
        textEnd = 0;
        taken = 0;
        WRITTEN.setRelease(this, 0);
    }
}
