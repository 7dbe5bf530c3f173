/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as our schema uses; it refuses keywords it does not know. */
final class SchemaCheck {

    private static final List<String> KEYWORDS = List.of(
            "$schema",
            "title",
            "description",
            "$defs",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "oneOf",
            "const",
            "enum",
            "$ref");

    private final JsonNode root;

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with a value, empty if nothing is. */
    List<String> faults(JsonNode value) {
        return faults(value, root, "$");
    }

    private List<String> faults(JsonNode value, JsonNode schema, String path) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KEYWORDS.contains(keyword)) {
                throw new AssertionError("the schema uses " + keyword + ", which this check does not know");
            }
        });
        List<String> wrong = new ArrayList<>();
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().substring("#/$defs/".length());
            return faults(value, root.get("$defs").required(name), path);
        }
        if (schema.has("oneOf")) {
            long fitting = 0;
            for (JsonNode one : schema.get("oneOf")) {
                fitting += faults(value, one, path).isEmpty() ? 1 : 0;
            }
            return fitting == 1 ? List.of() : List.of(path + " fits " + fitting + " alternatives");
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            wrong.add(path + " is not " + schema.get("const"));
        }
        if (schema.has("enum")) {
            boolean known = false;
            for (JsonNode one : schema.get("enum")) {
                known |= one.equals(value);
            }
            if (!known) {
                wrong.add(path + " is not enumerated");
            }
        }
        if (schema.has("type") && !isOf(schema.get("type").asText(), value)) {
            wrong.add(path + " is no " + schema.get("type").asText());
        } else if (value.isObject()) {
            wrong.addAll(ofObject(value, schema, path));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                wrong.addAll(faults(value.get(i), schema.required("items"), path + "[" + i + "]"));
            }
        }
        return wrong;
    }

    private List<String> ofObject(JsonNode value, JsonNode schema, String path) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode name : schema.required("required")) {
            if (!value.has(name.asText())) {
                wrong.add(path + " lacks " + name.asText());
            }
        }
        value.properties().forEach(field -> {
            JsonNode known = schema.required("properties").get(field.getKey());
            if (known == null) {
                wrong.add(path + " has " + field.getKey());
            } else {
                wrong.addAll(faults(field.getValue(), known, path + "." + field.getKey()));
            }
        });
        return wrong;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
