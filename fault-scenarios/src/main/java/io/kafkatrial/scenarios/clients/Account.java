/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.clients;

import java.util.ArrayList;
import java.util.List;

/** What a fault of clients has done so far, in numbers and words. Safe for use by several threads. */
final class Account {

    private static final int MOST = 5;

    private final List<String> notes = new ArrayList<>();
    private long touched;
    private long untold;

    /** It touched a client, or one of its calls. */
    synchronized void touched(String how) {
        touched++;
        note(how);
    }

    /** Something to know that touched nobody. */
    synchronized void note(String what) {
        if (notes.size() < MOST) {
            notes.add(what);
        } else {
            untold++;
        }
    }

    synchronized long touched() {
        return touched;
    }

    synchronized String words() {
        String all = String.join("; ", notes);
        return untold == 0 ? all : all + "; and " + untold + " more";
    }
}
