/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.link.Gate;
import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.Sight;
import io.kafkatrial.engine.wire.WireTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
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
    private static final int SIZE_BYTES = Integer.BYTES;
    private static final int HEAD_BYTES = SIZE_BYTES + Integer.BYTES;

    /** What happens to an answer when it comes. */
    private enum Fate {
        PASS,
        SWALLOW,
        RESET
    }

    /**
     * An answer that is due.
     *
     * @param gate where it waits, if it does
     * @param memory told of it, if it is worth remembering
     * @param instead the answer itself, if it does not come from the other side
     */
    private record Due(
            int correlationId,
            Fate fate,
            @Nullable Gate gate,
            WireTable.@Nullable Memory memory,
            @Nullable ByteBuf instead) {}

    private final Door door;
    private final WireTable table;
    private final Tap tap;
    private final Flow there;
    private final Flow back;
    private final Runnable reset;
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private boolean ending;

    Exchange(Door door, Passage.Rules rules, Flow there, Flow back, Runnable reset) {
        this.door = door;
        this.table = rules.table();
        this.tap = door.tap().get();
        this.there = there;
        this.back = back;
        this.reset = reset;
    }

    /** A whole frame with its size came from the one who asks. */
    void request(ByteBuf bytes) {
        if (ending) {
            bytes.release();
            return;
        }
        show(tap::request, bytes);
        Optional<Sight> sight = table.look(frame(bytes));
        if (sight.isEmpty()) {
            there.message(bytes, null);
            return;
        }
        carryOut(table.judge(door.from(), door.to(), sight.get()), sight.get(), bytes);
    }

    private void carryOut(Decision decision, Sight request, ByteBuf bytes) {
        if (decision instanceof Decision.Hold hold) {
            await(request, Fate.PASS, null);
            there.message(bytes, hold.gate());
        } else if (decision instanceof Decision.HoldAnswer hold) {
            await(request, Fate.PASS, hold.gate());
            there.message(bytes, null);
        } else if (decision instanceof Decision.ResetAfter) {
            await(request, Fate.RESET, null);
            there.message(bytes, null);
        } else if (decision instanceof Decision.Twice) {
            await(request, Fate.PASS, null);
            await(request, Fate.SWALLOW, null);
            there.message(bytes.copy(), null);
            there.message(bytes, null);
        } else if (decision instanceof Decision.ResetBefore) {
            bytes.release();
            ending = true;
            goOn();
        } else if (decision instanceof Decision.Answer answer) {
            bytes.release();
            due.add(new Due(request.correlationId(), Fate.PASS, null, null, framed(answer.frame())));
            goOn();
        } else {
            await(request, Fate.PASS, null);
            there.message(bytes, null);
        }
    }

    private void await(Sight request, Fate fate, @Nullable Gate gate) {
        if (request.isAnswered()) {
            due.add(new Due(request.correlationId(), fate, gate, table.remember(request), null));
        }
    }

    /** A whole frame with its size came from the one who answers. */
    void response(ByteBuf bytes) {
        show(tap::response, bytes);
        Due answered = due.peek();
        if (answered == null || bytes.readableBytes() < HEAD_BYTES || answered.correlationId != correlationId(bytes)) {
            back.message(bytes, null); // no answer to a request we could read
            return;
        }
        due.remove();
        if (answered.memory != null) {
            answered.memory.keep(frame(bytes));
        }
        switch (answered.fate) {
            case PASS -> back.message(bytes, answered.gate);
            case SWALLOW -> bytes.release();
            case RESET -> {
                bytes.release();
                reset.run();
                return;
            }
        }
        goOn();
    }

    /** A frame that cannot be read goes its way all the same. */
    private void show(Consumer<ByteBuffer> look, ByteBuf bytes) {
        try {
            look.accept(frame(bytes));
        } catch (RuntimeException unreadable) {
            LOGGER.debug("A frame between {} and {} could not be read", door.from(), door.to(), unreadable);
        }
    }

    /** What only waited for its turn. */
    private void goOn() {
        for (Due next = due.peek(); next != null && next.instead != null; next = due.peek()) {
            back.message(next.instead, null);
            due.remove();
        }
        if (ending && due.isEmpty()) {
            reset.run();
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
