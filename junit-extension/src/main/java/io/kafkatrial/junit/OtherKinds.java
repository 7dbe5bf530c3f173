/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import java.util.ArrayList;
import java.util.List;

/** Annotations for the code of nodes and for administrators. */
final class OtherKinds {

    static final List<FaultKind> ALL = List.of(
            FaultKind.of(BrokerCodeFault.class, List.of("on", "at"), OtherKinds::code),
            new FaultKind(
                    Administer.class,
                    a -> a.shown(AdminActs.given(a).stream().limit(1).toList()),
                    a -> new Fault.Administer(AdminActs.of(a), a.lasts())));

    private OtherKinds() {}

    private static Fault code(Attributes attributes) {
        List<String> acts = new ArrayList<>();
        if (attributes.flag("crash")) {
            acts.add("crash = true");
        }
        for (String act : List.of("delay", "fail")) {
            attributes.given(act).ifPresent(text -> acts.add(act + " = " + text));
        }
        if (acts.size() != 1) {
            throw JunitComplaints.codeActs(acts);
        }
        return new Fault.AtCodePoint(
                attributes.target("on"),
                attributes.text("at"),
                act(attributes),
                new Passages(attributes.number("skip"), attributes.number("times")),
                attributes.lasts());
    }

    private static CodeRule.Act act(Attributes attributes) {
        if (attributes.flag("crash")) {
            return new CodeRule.Act.Halt();
        }
        return attributes.given("delay").isPresent()
                ? new CodeRule.Act.Delay(attributes.time("delay"))
                : new CodeRule.Act.Fail(attributes.text("fail"));
    }
}
