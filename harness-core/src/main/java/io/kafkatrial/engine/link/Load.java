/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.link;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a message has with it that sets out on a link.
 *
 * @param bytes how long it is, by which a narrow link slows it down
 * @param gate where it waits, and all behind it on its connection; null is no gate
 * @param late how much later than by the link alone it arrives
 * @param overtaken it takes the place in front of the message that waits at this gate, if that one is on the same
 *     connection; null is none
 */
public record Load(long bytes, @Nullable Gate gate, Duration late, @Nullable Gate overtaken) {
    public Load {
        requireNonNull(late, "late");
    }

    /** A message nobody wants anything of. */
    public static Load of(long bytes) {
        return at(null, bytes);
    }

    /** A message that waits at a gate; null is no gate. */
    public static Load at(@Nullable Gate gate, long bytes) {
        return new Load(bytes, gate, Duration.ZERO, null);
    }
}
