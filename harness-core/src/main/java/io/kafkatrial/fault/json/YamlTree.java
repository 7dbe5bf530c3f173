/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.engine.PlanFileComplaints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML 1.2 document into {@link Node}s. What stands without quotes is whatever is wanted in its place, so that
 * {@code 2} is the text "2" where a text belongs. Confined to one document.
 */
final class YamlTree {

    /** So many nodes that nobody writes them by hand: a document that refers to itself over and over has more. */
    private static final int MOST_NODES = 100_000;

    private static final int DEEPEST = 100;

    private final String file;
    private int nodes;
    private int depth;

    private YamlTree(String file) {
        this.file = file;
    }

    /**
     * The document in {@code text}.
     *
     * @param file what complaints call it
     */
    static Node parse(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
            return new YamlTree(file)
                    .node(root.orElseThrow(() -> PlanFileComplaints.mistake(file, 1, "the document is empty")));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw PlanFileComplaints.mistake(file, line, "this is no YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            throw PlanFileComplaints.mistake(file, 1, "this is no YAML: " + broken.getMessage());
        }
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node node) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw PlanFileComplaints.mistake(
                    file,
                    line,
                    "the document has more than " + MOST_NODES + " parts, or parts within parts deeper than " + DEEPEST
                            + "; does it refer to itself");
        }
        if (node instanceof ScalarNode scalar) {
            return leaf(scalar, line);
        }
        depth++;
        try {
            return node instanceof MappingNode mapping
                    ? new Node.Members(fields(mapping), line)
                    : new Node.Elements(items((SequenceNode) node), line);
        } finally {
            depth--;
        }
    }

    private List<Node> items(SequenceNode sequence) {
        List<Node> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(node(item)));
        return items;
    }

    private Map<String, Node> fields(MappingNode mapping) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode().getStartMark().map(Mark::getLine).orElse(0) + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw PlanFileComplaints.mistake(file, line, "the name of a field has to be a text");
            }
            if (fields.put(key.getValue(), node(tuple.getValueNode())) != null) {
                throw PlanFileComplaints.mistake(file, line, "field \"" + key.getValue() + "\" is there twice");
            }
        }
        return fields;
    }

    private Node leaf(ScalarNode scalar, int line) {
        if (scalar.getTag().equals(Tag.NULL)) {
            throw PlanFileComplaints.mistake(file, line, "there is no value: write one, or leave the field out");
        }
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        return new Node.Leaf(scalar.getValue(), plain ? Node.Writing.PLAIN : Node.Writing.QUOTED, line);
    }
}
