/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import java.util.List;
import java.util.Map;

/** A piece of a document in JSON or YAML, and the line it begins in. */
sealed interface Node {

    int line();

    /** An object; its fields in their order. */
    record Members(Map<String, Node> fields, int line) implements Node {}

    /** A list. */
    record Elements(List<Node> items, int line) implements Node {}

    /** A string, a number, true or false, as it is written. */
    record Leaf(String text, Writing writing, int line) implements Node {

        /** Whether it may be read as a string. */
        boolean isText() {
            return writing != Writing.BARE;
        }

        /** Whether it may be read as a number, or as true or false. */
        boolean isBare() {
            return writing != Writing.QUOTED;
        }
    }

    /** How a leaf is written. */
    enum Writing {
        /** In quotes: a string. */
        QUOTED,
        /** Without, where strings have them: anything but a string. */
        BARE,
        /** Without, where they need none: whatever is wanted. */
        PLAIN
    }

    /** What it is, for a complaint. */
    default String describe() {
        if (this instanceof Leaf leaf) {
            return leaf.isText() ? "\"" + leaf.text + "\"" : leaf.text;
        }
        return this instanceof Members ? "an object" : "a list";
    }
}
