/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.kafkatrial.engine.PlanFileComplaints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON document into {@link Node}s. */
final class Tree {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final String file;
    private final JsonParser in;

    private Tree(String file, JsonParser in) {
        this.file = file;
        this.in = in;
    }

    /**
     * The document in {@code text}.
     *
     * @param file what complaints call it
     */
    static Node parse(String file, String text) {
        try (JsonParser in = JSON.createParser(text)) {
            Tree tree = new Tree(file, in);
            Node root = tree.node(in.nextToken());
            if (in.nextToken() != null) {
                throw PlanFileComplaints.mistake(file, tree.line(), "something follows the end of the document");
            }
            return root;
        } catch (JsonProcessingException broken) {
            int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
            throw PlanFileComplaints.mistake(file, line, "this is no JSON: " + broken.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private int line() {
        return in.currentTokenLocation().getLineNr();
    }

    private Node node(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw PlanFileComplaints.mistake(file, line(), "the document ends too early");
        }
        int line = line();
        return switch (token) {
            case START_OBJECT -> new Node.Members(fields(), line);
            case START_ARRAY -> new Node.Elements(items(), line);
            case VALUE_STRING -> new Node.Leaf(in.getText(), Node.Writing.QUOTED, line);
            case VALUE_NULL -> throw PlanFileComplaints.mistake(file, line, "null: leave the field out instead");
            default -> new Node.Leaf(in.getText(), Node.Writing.BARE, line);
        };
    }

    private Map<String, Node> fields() throws IOException {
        Map<String, Node> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            int line = line();
            if (fields.put(name, node(in.nextToken())) != null) {
                throw PlanFileComplaints.mistake(file, line, "field \"" + name + "\" is there twice");
            }
        }
        return fields;
    }

    private List<Node> items() throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            items.add(node(token));
        }
        return items;
    }
}
