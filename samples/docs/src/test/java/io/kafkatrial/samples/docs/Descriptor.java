/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The plugin descriptor of kafka-trial-maven-plugin, as this build made it. */
record Descriptor(Element plugin) {

    /**
     * A parameter that a user may set.
     *
     * @param property the property of the command line; empty if there is none
     * @param defaultValue empty if there is none
     */
    record Parameter(String property, String defaultValue) {}

    static Descriptor read() {
        try (InputStream in = Descriptor.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
            Objects.requireNonNull(
                    in, "META-INF/maven/plugin.xml of kafka-trial-maven-plugin is not on the class path");
            return new Descriptor(Xml.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (ParserConfigurationException | SAXException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    String version() {
        return Xml.child(plugin, "version").orElseThrow();
    }

    /** Its goals. */
    Set<String> goals() {
        Set<String> goals = new TreeSet<>();
        Xml.all(plugin, "mojo")
                .forEach(mojo -> goals.add(Xml.child(mojo, "goal").orElseThrow()));
        return goals;
    }

    /** The parameters of a goal that a user may set, by name. */
    Map<String, Parameter> parameters(String goal) {
        Element mojo = Xml.all(plugin, "mojo").stream()
                .filter(it -> Xml.child(it, "goal").equals(Optional.of(goal)))
                .findFirst()
                .orElseThrow();
        Map<String, Parameter> parameters = new TreeMap<>();
        for (Element parameter : Xml.all(mojo, "parameter")) {
            if (!Xml.child(parameter, "editable").equals(Optional.of("false"))) {
                String name = Xml.child(parameter, "name").orElseThrow();
                parameters.put(name, configuration(mojo, name));
            }
        }
        return parameters;
    }

    private static Parameter configuration(Element mojo, String name) {
        return Xml.children(mojo).stream()
                .filter(child -> child.getTagName().equals("configuration"))
                .flatMap(configuration -> Xml.children(configuration).stream())
                .filter(element -> element.getTagName().equals(name))
                .findFirst()
                .map(element -> new Parameter(
                        element.getTextContent().trim().replaceFirst("^\\$\\{(.*)}$", "$1"),
                        element.getAttribute("default-value")))
                .orElse(new Parameter("", ""));
    }
}
