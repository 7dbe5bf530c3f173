/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache.code;

import java.util.Optional;

/**
 * A place in the code of one version.
 *
 * @param type the full name of the class
 * @param method its name; all methods of that name are meant
 * @param where in Byteman's words: {@code ENTRY}, {@code EXIT} or {@code LINE n}
 * @param filter which passages count; empty is all
 */
public record CodePlace(String type, String method, String where, Optional<Filter> filter) {

    /**
     * Only passages where an argument's text has a match.
     *
     * @param argument its number, from 1
     * @param pattern a regular expression
     */
    public record Filter(int argument, String pattern) {}

    @Override
    public String toString() {
        return type + "#" + method + (where.equals("ENTRY") ? "" : " at " + where.toLowerCase(java.util.Locale.ROOT));
    }
}
