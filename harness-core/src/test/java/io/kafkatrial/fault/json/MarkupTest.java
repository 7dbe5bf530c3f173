/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.PartitionId;
import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Plan;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Faults as elements say what faults in JSON say. */
class MarkupTest {

    @Test
    void fieldsAreAttributesOrElements() {
        Plan plan = plan(
                """
                <faults>
                  <fault name="crash">
                    <fault kind="CrashBroker" target="leader:orders-0"><restartAfter> 1s </restartAfter></fault>
                    <trigger kind="Acks"><count>600</count></trigger>
                    <until kind="Healed" fault="other"/>
                  </fault>
                </faults>""");

        assertThat(plan)
                .isEqualTo(new Plan(
                        42,
                        List.of(new PlannedFault(
                                "crash",
                                new Fault.CrashBroker(Target.leaderOf("orders-0"), Optional.of(Duration.ofSeconds(1))),
                                Trigger.acks(600),
                                Optional.of(new Trigger.Healed("other"))))));
    }

    @Test
    void itemsOfAListAreElementsOfAnyName() {
        Plan plan = plan(
                """
                <faults>
                  <fault>
                    <fault kind="Administer">
                      <act kind="Reassign"><partition>orders-0</partition><replicas><id>3</id><id>1</id></replicas></act>
                    </fault>
                    <trigger kind="AnyOf">
                      <parts><one kind="After" delay="5s"/><other kind="Acks" count="7" topic="orders"/></parts>
                    </trigger>
                  </fault>
                </faults>""");

        assertThat(((Fault.Administer) plan.faults().get(0).fault()).act())
                .isEqualTo(new AdminAct.Reassign(new PartitionId("orders", 0), List.of(3, 1)));
        assertThat(plan.faults().get(0).trigger())
                .isEqualTo(new Trigger.AnyOf(
                        List.of(new Trigger.After(Duration.ofSeconds(5)), Trigger.acks(7, "orders"))));
    }

    @Test
    void faultWithoutNameAndTriggerHasANumberAndFiresAtOnce() {
        Plan plan = plan(
                """
                <faults>
                  <fault><fault kind="CrashBroker" target="broker:1"/></fault>
                  <fault><fault kind="CrashBroker" target="broker:2"/></fault>
                </faults>""");

        assertThat(plan.faults()).extracting(PlannedFault::name).containsExactly("fault-1", "fault-2");
        assertThat(plan.faults()).extracting(PlannedFault::trigger).containsOnly(Trigger.immediately());
    }

    @Test
    void whatAPlanInXmlSaysInJsonIsTheSamePlan() {
        Plan plan = plan("<faults><fault name='f'><fault kind='DelayNetwork' from='brokers' to='brokers'"
                + " bothWays='true' latency='50ms' jitter='0s'/></fault></faults>");

        assertThat(PlanJson.read("p", PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void faultThatFiresAtOnceMayBeItsElementAlone() {
        Plan plan = plan("<faults><fault kind='CrashBroker' target='broker:1'/><fault kind='CrashBroker'>"
                + "<target>broker:2</target></fault></faults>");

        assertThat(plan)
                .isEqualTo(plan("<faults><fault><fault kind='CrashBroker' target='broker:1'/></fault>"
                        + "<fault><fault kind='CrashBroker' target='broker:2'/></fault></faults>"));
    }

    @Test
    void mistakesSayWhereTheyAreThoughNobodyKnowsTheLine() {
        assertThatThrownBy(
                        () -> plan(
                                "<faults><fault><fault kind='CrashBroker' target='broker:1'/></fault><fault name='x'>"
                                        + "<fault kind='CrashBroker' target='broker:1'/><trigger kind='Acks' count='none'/></fault></faults>"))
                .hasMessageStartingWith("<faults>, fault x, trigger.count: none is no integer");
        assertThatThrownBy(() -> plan("<faults><fault>CrashBroker</fault></faults>"))
                .hasMessageStartingWith("<faults>, fault fault-1: ")
                .hasMessageContaining("\"fault\"");
    }

    @Test
    void mistakesNameTheNearest() {
        assertMistake(
                "<fault kind='CrashBorker' target='broker:1'/>",
                "there is no kind \"CrashBorker\"; perhaps CrashBroker");
        assertMistake(
                "<fault kind='CrashBroker' tarket='broker:1'/>", "no field \"tarket\"", "Perhaps \"target\" is meant");
        assertMistake("<fault kind='CrashBroker' target='nobody'/>", "nobody");
        assertMistake("<fault target='broker:1'/>", "the \"kind\" is missing; it is one of Administer");
        assertMistake(
                "<fault kind='CrashBroker'><target><x/></target></fault>", "a value of type string is wanted here");
        assertMistake("<fault kind='Administer'><act kind='AddPartitions' topic='t' total='many'/></fault>", "many");
    }

    private static void assertMistake(String fault, String... words) {
        assertThatThrownBy(() -> plan("<faults><fault>" + fault + "</fault></faults>"))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("<faults>, fault ")
                .hasMessageContainingAll(words);
    }

    private static Plan plan(String xml) {
        try {
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
            return markup(root).plan("<faults>", 42);
        } catch (java.io.IOException
                | javax.xml.parsers.ParserConfigurationException
                | org.xml.sax.SAXException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static Markup markup(Element element) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        List<Markup> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(markup(inner));
            }
        }
        return new Markup(
                element.getTagName(), attributes, children.isEmpty() ? element.getTextContent() : "", children);
    }
}
