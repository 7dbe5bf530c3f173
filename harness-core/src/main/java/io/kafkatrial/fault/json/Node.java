/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import java.util.List;
import java.util.Map;

/** A piece of a JSON document, and the line it begins in. */
sealed interface Node {

    int line();

    /** An object; its fields in their order. */
    record Members(Map<String, Node> fields, int line) implements Node {}

    /** A list. */
    record Elements(List<Node> items, int line) implements Node {}

    /** A string, a number, true or false, as it is written; {@code quoted} for strings. */
    record Leaf(String text, boolean quoted, int line) implements Node {}

    /** What it is, for a complaint. */
    default String describe() {
        if (this instanceof Leaf leaf) {
            return leaf.quoted ? "\"" + leaf.text + "\"" : leaf.text;
        }
        return this instanceof Members ? "an object" : "a list";
    }
}
