/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.replication;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The step that is being taken: its time, its outbox, the replicas whose waiting requests must be looked
 * at before it ends, and what waits for later steps. Confined to the loop.
 */
final class Turn {
    private final Deadlines deadlines = new Deadlines();
    private final Set<Hosted> touched = new LinkedHashSet<>();
    private Now now = new Now(0, 0);
    private Outbox out = output -> {};
    private long lastRequestId;

    void begin(Now time, Outbox outbox) {
        now = time;
        out = outbox;
    }

    long wallMs() {
        return now.wallMs();
    }

    long elapsedMs() {
        return now.elapsedMs();
    }

    void emit(Output output) {
        out.add(output);
    }

    Deadlines deadlines() {
        return deadlines;
    }

    long nextRequestId() {
        return ++lastRequestId;
    }

    /** Look at the requests that wait for this replica before the step ends. */
    void touch(Hosted replica) {
        touched.add(replica);
    }

    /** The touched replicas, which are touched no more. */
    List<Hosted> takeTouched() {
        if (touched.isEmpty()) {
            return List.of();
        }
        List<Hosted> taken = List.copyOf(touched);
        touched.clear();
        return taken;
    }
}
