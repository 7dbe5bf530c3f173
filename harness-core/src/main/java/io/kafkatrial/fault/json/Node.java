/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of a document in JSON, YAML or XML, and the line it begins in; 0 if nobody knows. */
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

    /**
     * An element of XML that is more than a text: an object or a list, whatever is wanted. One with nothing in it may be an
     * empty text as well.
     */
    record Element(Map<String, Node> fields, List<Node> items, int line) implements Node {}

    /** It as an object; empty if it is none. */
    default Optional<Members> asMembers() {
        if (this instanceof Element element) {
            return Optional.of(new Members(element.fields, element.line));
        }
        return this instanceof Members members ? Optional.of(members) : Optional.empty();
    }

    /** It as a list; empty if it is none. */
    default Optional<Elements> asElements() {
        if (this instanceof Element element) {
            return Optional.of(new Elements(element.items, element.line));
        }
        return this instanceof Elements elements ? Optional.of(elements) : Optional.empty();
    }

    /** It as a string; empty if it is none. */
    default Optional<String> asText() {
        if (this instanceof Element element) {
            return element.fields.isEmpty() && element.items.isEmpty() ? Optional.of("") : Optional.empty();
        }
        return this instanceof Leaf leaf && leaf.isText() ? Optional.of(leaf.text) : Optional.empty();
    }

    /** It as a number, or as true or false; empty if it is none. */
    default Optional<String> asBare() {
        return this instanceof Leaf leaf && leaf.isBare() ? Optional.of(leaf.text) : Optional.empty();
    }

    /** What it is, for a complaint. */
    default String describe() {
        if (this instanceof Leaf leaf) {
            return leaf.isText() ? "\"" + leaf.text + "\"" : leaf.text;
        } else if (this instanceof Element element) {
            return element.items.isEmpty() ? "an element with nothing in it" : "an element with others in it";
        }
        return this instanceof Members ? "an object" : "a list";
    }
}
