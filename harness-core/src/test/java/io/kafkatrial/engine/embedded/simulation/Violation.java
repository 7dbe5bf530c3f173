/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.simulation;

/** Something happened that must never happen. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }

    static void unless(boolean good, String rule, Object... about) {
        if (!good) {
            StringBuilder text = new StringBuilder(rule).append(':');
            for (Object one : about) {
                text.append(' ').append(one);
            }
            throw new Violation(text.toString());
        }
    }
}
