/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What an {@link AdminAct} did.
 *
 * @param changed in words, what is otherwise than before, for example {@code orders-0 led by broker 2 instead of 1}
 * @param touched how many things it changed (partitions, records, members, settings); 0 if all was so already
 * @param undo what makes it as before; empty if nothing does, or nothing has to
 */
public record AdminOutcome(String changed, long touched, Optional<AdminAct> undo) {
    public AdminOutcome {
        requireNonNull(changed, "changed");
        requireNonNull(undo, "undo");
    }
}
