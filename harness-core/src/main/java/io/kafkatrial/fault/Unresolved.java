/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

/** A target means nobody at this moment, for example the leader of a partition that has none. */
public final class Unresolved extends Exception {

    private static final long serialVersionUID = 1L;

    /** The target means nobody, for this reason. */
    public Unresolved(String why) {
        super(why, null, false, false);
    }

    /** Why it means nobody. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
