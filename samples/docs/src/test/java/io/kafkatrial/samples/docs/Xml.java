/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.samples.docs;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The little of XML that the tests here need. */
final class Xml {

    private Xml() {}

    static Element parse(String text) throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
    }

    /** Every element below of this name. */
    static List<Element> all(Element element, String name) {
        return elements(element.getElementsByTagName(name));
    }

    /** The elements directly below. */
    static List<Element> children(Element element) {
        return elements(element.getChildNodes());
    }

    /** The text of the element directly below that has this name. */
    static Optional<String> child(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(child -> child.getTextContent().trim())
                .findFirst();
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            if (nodes.item(index) instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
