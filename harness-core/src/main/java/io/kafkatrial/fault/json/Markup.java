/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A plan, or a part of it, as elements of XML, for configurations that are XML themselves. What is a field of an object in
 * JSON is an attribute or a child element of its name here; the items of a list are children of any name.
 *
 * <pre>{@code
 * <fault name="crash">
 *   <fault kind="CrashBroker" target="leader:orders-0" restartAfter="1s"/>
 *   <trigger kind="Acks" count="600"/>
 * </fault>
 * }</pre>
 *
 * <p>A fault that fires at once may be its element alone: {@code <fault kind="CrashBroker" target="broker:1"/>}.
 *
 * @param text what stands between its tags; empty if it has children
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record Markup(String name, Map<String, String> attributes, String text, List<Markup> children) {

    public Markup {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /**
     * The plan whose faults are the children of this element. A fault without a trigger fires at once.
     *
     * @param where what complaints call it
     * @throws io.kafkatrial.engine.TrialException with what is wrong, and what was meant perhaps
     */
    public Plan plan(String where, long seed) {
        List<PlannedFault> faults = new ArrayList<>();
        int number = 0;
        for (Markup child : children) {
            number++;
            Markup whole = child.whole("fault-" + number);
            Source source = new Source(where + ", fault " + whole.attributes.getOrDefault("name", "" + number), "");
            faults.add((PlannedFault) Forms.of(PlannedFault.class).read(source, whole.node()));
        }
        return new Plan(seed, faults);
    }

    /** With a name and a trigger; one that says its kind itself stands for a fault without more. */
    private Markup whole(String unnamed) {
        if (has(KindForm.KIND)) {
            return new Markup(name, Map.of(), "", List.of(new Markup("fault", attributes, "", children)))
                    .whole(unnamed);
        }
        Map<String, String> given = new LinkedHashMap<>(attributes);
        List<Markup> elements = new ArrayList<>(children);
        if (!has("name")) {
            given.put("name", unnamed);
        }
        if (!has("trigger")) {
            elements.add(new Markup("trigger", Map.of(KindForm.KIND, "Immediately"), "", List.of()));
        }
        return new Markup(name, given, text, elements);
    }

    private boolean has(String field) {
        return attributes.containsKey(field)
                || children.stream().anyMatch(child -> child.name().equals(field));
    }

    private Node node() {
        if (attributes.isEmpty() && children.isEmpty() && !text.isBlank()) {
            return word(text);
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        attributes.forEach((field, value) -> fields.put(field, word(value)));
        List<Node> items = new ArrayList<>();
        for (Markup child : children) {
            Node node = child.node();
            fields.put(child.name(), node);
            items.add(node);
        }
        return new Node.Element(fields, items, 0);
    }

    private static Node word(String text) {
        return new Node.Leaf(text.strip(), Node.Writing.PLAIN, 0);
    }
}
