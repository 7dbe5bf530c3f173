/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** XML in the documentation is well formed, and what it names of ours exists in this version. */
class PomSnippetsTest {

    private static final Set<String> ARTIFACTS = Set.of(
            "kafka-trial-core",
            "kafka-trial-scenarios",
            "kafka-trial-junit",
            "kafka-trial-assertj",
            "kafka-trial-maven-plugin",
            "kafka-trial-bom");

    static Stream<Fence> xmlFences() {
        return Page.all().stream().flatMap(page -> page.fences().stream()).filter(fence -> fence.language()
                .equals("xml"));
    }

    @ParameterizedTest
    @MethodSource("xmlFences")
    void ourArtifactsHaveTheirNamesAndTheVersionOfThisBuild(Fence fence) throws Exception {
        Element root = Xml.parse("<root>" + fence.text() + "</root>");

        for (Element element : coordinates(root)) {
            assertThat(Xml.child(element, "artifactId")).as("%s", fence).get().isIn(ARTIFACTS);
            Xml.child(element, "version").ifPresent(version -> assertThat(version)
                    .as("%s", fence)
                    .isEqualTo(Descriptor.read().version()));
        }
    }

    @ParameterizedTest
    @MethodSource("xmlFences")
    void configurationOfThePluginNamesItsParameters(Fence fence) throws Exception {
        Element root = Xml.parse("<root>" + fence.text() + "</root>");

        for (Element plugin : coordinates(root)) {
            if (plugin.getTagName().equals("plugin")) {
                Set<String> known = parameters(plugin);
                for (Element configuration : Xml.all(plugin, "configuration")) {
                    assertThat(Xml.children(configuration)).as("%s", fence).allSatisfy(parameter -> assertThat(known)
                            .contains(parameter.getTagName()));
                }
            }
        }
    }

    /** Those of the goals it names; of {@code start} if it names none. */
    private static Set<String> parameters(Element plugin) {
        Set<String> parameters = new TreeSet<>();
        Xml.all(plugin, "goal")
                .forEach(goal -> parameters.addAll(Descriptor.read()
                        .parameters(goal.getTextContent().trim())
                        .keySet()));
        return parameters.isEmpty() ? Descriptor.read().parameters("start").keySet() : parameters;
    }

    @Test
    void modulesOfTheTableExist() {
        Page readme = Page.of(Page.ROOT.resolve("README.md"));

        for (var row : readme.section("What is in it").table()) {
            String folder = row.get("module").replaceFirst(".*]\\(([^)]*)\\).*", "$1");
            assertThat(Files.exists(Page.ROOT.resolve(folder).resolve("pom.xml")))
                    .as("module %s", folder)
                    .isTrue();
        }
    }

    private static List<Element> coordinates(Element root) {
        List<Element> ours = new ArrayList<>();
        for (Element element : Xml.all(root, "*")) {
            if (Xml.child(element, "groupId").filter("io.kafkatrial"::equals).isPresent()) {
                ours.add(element);
            }
        }
        return ours;
    }
}
