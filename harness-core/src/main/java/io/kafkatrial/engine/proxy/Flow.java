/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

import io.kafkatrial.engine.link.Load;
import io.kafkatrial.engine.net.Resets;
import io.kafkatrial.engine.net.Way;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/**
 * One direction of one proxied connection. What the link holds back waits here; when too much waits, the
 * source is no longer read, and feels it as it would feel a full TCP window. The end of the source's
 * stream travels the same way, behind its data: a link that is cut lets no reset through either.
 *
 * <p>Confined to the event loop both channels share.
 */
final class Flow {

    private static final long WAITING_BYTES_MAX = 8L * 1024 * 1024;

    /** What travels. */
    sealed interface Item {
        record Message(ByteBuf bytes) implements Item {}

        /** A message that goes no further; {@code arrived} is told when it is there. */
        record Last(long bytes, Runnable arrived) implements Item {}

        record End(boolean reset) implements Item {}
    }

    private final Channel source;
    private final Channel destination;
    private final Way<Item> way;
    private Consumer<ByteBuf> leaving = bytes -> {};
    private long waitingBytes;
    private boolean over;

    Flow(Channel source, Channel destination, Way<Item> way) {
        this.source = source;
        this.destination = destination;
        this.way = way;
    }

    /** Tell this one of every message that leaves, before it does. */
    void tell(Consumer<ByteBuf> whom) {
        leaving = whom;
    }

    /** A message nobody wants anything of. */
    void message(ByteBuf bytes) {
        message(bytes, Load.of(bytes.readableBytes()));
    }

    void message(ByteBuf bytes, Load load) {
        if (over) {
            bytes.release();
            return;
        }
        waitingBytes += bytes.readableBytes();
        way.add(new Item.Message(bytes), load);
        pump();
    }

    /** A message that the destination never sees: it comes as far as the end of the way, and then this happens. */
    void last(ByteBuf bytes, Runnable arrived) {
        long size = bytes.readableBytes();
        bytes.release();
        if (!over) {
            waitingBytes += size;
            way.add(new Item.Last(size, arrived), Load.of(size));
            pump();
        }
    }

    /** The source says no more. */
    void end(boolean reset) {
        if (!over) {
            way.add(new Item.End(reset));
            pump();
        }
    }

    /** Let on what may go on. */
    void pump() {
        boolean wrote = false;
        while (!over && destination.isWritable()) {
            Item item = way.next(destination.eventLoop(), this::pump);
            if (item == null) {
                break;
            }
            if (item instanceof Item.Message message) {
                waitingBytes -= message.bytes.readableBytes();
                leaving.accept(message.bytes);
                destination.write(message.bytes, destination.voidPromise());
                wrote = true;
            } else if (item instanceof Item.Last last) {
                waitingBytes -= last.bytes;
                last.arrived.run();
            } else if (item instanceof Item.End end) {
                close(end.reset);
                return;
            }
        }
        if (wrote) {
            destination.flush();
        }
        if (!over && source.isActive()) {
            source.config().setAutoRead(waitingBytes < WAITING_BYTES_MAX && destination.isWritable());
        }
    }

    private void close(boolean reset) {
        over = true;
        if (!destination.isActive()) {
            return;
        }
        if (reset) {
            Resets.prepare(destination);
        }
        destination.flush();
        destination.close();
    }

    /** The destination is gone: nothing will arrive any more. */
    void abandon() {
        over = true;
        way.clear();
    }
}
