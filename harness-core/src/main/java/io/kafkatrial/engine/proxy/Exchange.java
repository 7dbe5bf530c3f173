/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.Sight;
import io.kafkatrial.engine.wire.WireTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection and their answers: carries out what the rules for single requests
 * decide, without ever changing the order of answers, on which clients rely. Confined to the event loop
 * of its connection.
 */
final class Exchange {

    private static final Logger LOGGER = LoggerFactory.getLogger(Exchange.class);
    private static final long ARRIVAL_MS = 100;
    private static final int SIZE_BYTES = Integer.BYTES;
    private static final int HEAD_BYTES = SIZE_BYTES + Integer.BYTES;

    /** What happens to an answer when it comes. */
    private enum Fate {
        PASS,
        SWALLOW,
        RESET
    }

    /** An answer that is due. */
    private static final class Due {
        private final int correlationId;
        private final Fate fate;
        private final Decision decision;
        private final WireTable.@Nullable Memory memory;
        private @Nullable ByteBuf answer;

        Due(int correlationId, Fate fate, Decision decision, WireTable.@Nullable Memory memory) {
            this.correlationId = correlationId;
            this.fate = fate;
            this.decision = decision;
            this.memory = memory;
        }
    }

    /** Where it takes place. */
    record Setting(Door door, WireTable table, Caller caller) {}

    /** What it can do beside passing messages on. */
    record Means(Runnable reset, EventExecutor loop) {}

    private final Door door;
    private final WireTable table;
    private final WireTable.Reader reader;
    private final Caller caller;
    private final Tap tap;
    private final @Nullable Redirect redirect;
    private final Flow there;
    private final Flow back;
    private final Means means;
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    /** What is asked now is asked in vain. */
    private boolean ending;

    /** The request that ends the connection is where it ends it. */
    private boolean arrived;

    Exchange(Setting setting, Flow there, Flow back, Means means) {
        this.door = setting.door();
        this.table = setting.table();
        this.reader = table.reader();
        this.caller = setting.caller();
        this.tap = door.tap().get();
        this.redirect = door.terms().signpost().map(Redirect::new).orElse(null);
        this.there = there;
        this.back = back;
        this.means = means;
    }

    /** A whole frame with its size came from the one who asks. */
    void request(ByteBuf bytes) {
        if (ending) {
            bytes.release();
            return;
        }
        show(tap::request, bytes);
        Optional<Sight> sight = reader.look(frame(bytes));
        if (sight.isEmpty()) {
            there.message(bytes);
            return;
        }
        caller.isCalled(sight.get().clientId());
        carryOut(table.judge(door.from(), door.to(), sight.get()), sight.get(), bytes);
    }

    private void carryOut(Decision decision, Sight request, ByteBuf bytes) {
        if (decision instanceof Decision.ResetBefore) {
            ending = true;
            there.last(bytes, () -> {
                arrived = true;
                goOn();
            });
        } else if (decision instanceof Decision.Answer answer) {
            Due own = new Due(request.correlationId(), Fate.PASS, decision, null);
            due.add(own);
            there.last(bytes, () -> {
                own.answer = framed(answer.frame());
                goOn();
            });
        } else {
            await(request, decision instanceof Decision.ResetAfter ? Fate.RESET : Fate.PASS, decision);
            if (decision instanceof Decision.Twice) {
                await(request, Fate.SWALLOW, decision);
                there.message(bytes.copy());
            }
            there.message(bytes, Decision.there(decision, bytes.readableBytes()));
            if (decision instanceof Decision.Overtake && request.isAnswered()) {
                // the one it has overtaken goes on when this one has certainly arrived, or could have
                means.loop().schedule(() -> Decision.handedOn(decision), ARRIVAL_MS, TimeUnit.MILLISECONDS);
            } else {
                Decision.handedOn(decision);
            }
        }
    }

    private void await(Sight request, Fate fate, Decision decision) {
        if (request.isAnswered()) {
            if (redirect != null) {
                redirect.asked(request.header());
            }
            due.add(new Due(request.correlationId(), fate, decision, table.remember(request)));
        }
    }

    /** A whole frame with its size came from the one who answers. */
    void response(ByteBuf told) {
        show(tap::response, told);
        ByteBuf bytes = redirect == null ? told : redirected(redirect, told);
        Due answered = bytes.readableBytes() < HEAD_BYTES ? null : find(correlationId(bytes));
        if (answered == null) {
            back.message(bytes); // no answer to a request we could read
            return;
        }
        if (answered.memory != null) {
            answered.memory.keep(frame(bytes));
        }
        Decision.handedOn(answered.decision);
        answered.answer = bytes;
        goOn();
    }

    private ByteBuf redirected(Redirect by, ByteBuf told) {
        try {
            Optional<ByteBuffer> other = by.answer(frame(told));
            other.ifPresent(answer -> told.release());
            return other.map(Exchange::framed).orElse(told);
        } catch (RuntimeException unreadable) {
            LOGGER.warn(
                    "An answer of {} cannot be read: if it says where brokers are, the client goes there past all faults",
                    door.to(),
                    unreadable);
            return told;
        }
    }

    /** Requests may have changed places on their way; their answers are given in the order they were asked in. */
    private @Nullable Due find(int correlationId) {
        for (Due next : due) {
            if (next.answer == null && next.correlationId == correlationId) {
                return next;
            }
        }
        return null;
    }

    /** A whole frame with its size leaves for the one who asked. */
    void leaving(ByteBuf bytes) {
        show(tap::left, bytes);
    }

    /** The connection is over. */
    void closed() {
        tap.closed();
    }

    /** A frame that cannot be read goes its way all the same. */
    private void show(Consumer<ByteBuffer> look, ByteBuf bytes) {
        try {
            look.accept(frame(bytes));
        } catch (RuntimeException unreadable) {
            LOGGER.debug("A frame between {} and {} could not be read", door.from(), door.to(), unreadable);
        }
    }

    /** Give the answers whose turn it is. */
    private void goOn() {
        for (Due next = due.peek(); next != null && next.answer != null; next = due.peek()) {
            ByteBuf answer = next.answer;
            due.remove();
            switch (next.fate) {
                case PASS -> back.message(answer, Decision.back(next.decision, answer.readableBytes()));
                case SWALLOW -> answer.release();
                case RESET -> {
                    answer.release();
                    means.reset().run();
                    return;
                }
            }
        }
        if (arrived && due.isEmpty()) {
            means.reset().run();
        }
    }

    private static int correlationId(ByteBuf bytes) {
        return bytes.getInt(bytes.readerIndex() + SIZE_BYTES);
    }

    private static ByteBuffer frame(ByteBuf bytes) {
        return bytes.nioBuffer(bytes.readerIndex() + SIZE_BYTES, bytes.readableBytes() - SIZE_BYTES)
                .asReadOnlyBuffer();
    }

    private static ByteBuf framed(ByteBuffer frame) {
        return Unpooled.buffer(SIZE_BYTES + frame.remaining())
                .writeInt(frame.remaining())
                .writeBytes(frame.duplicate());
    }
}
