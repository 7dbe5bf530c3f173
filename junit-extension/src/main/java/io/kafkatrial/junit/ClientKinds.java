/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Target;
import java.util.List;

/** Annotations for clients of the application and for its code. */
final class ClientKinds {

    private static final List<String> WHO = List.of("who");

    static final List<FaultKind> ALL = List.of(
            FaultKind.of(
                    CrashClient.class,
                    WHO,
                    a -> met(a, a.flag("leak") ? new ClientAct.Leak() : new ClientAct.Crash(), passages(a))),
            FaultKind.of(PauseClient.class, WHO, a -> met(a, new ClientAct.Pause(), passages(a))),
            FaultKind.of(ZombieClient.class, WHO, a -> met(a, new ClientAct.Twin(), Passages.all())),
            FaultKind.of(SlowHandler.class, List.of("who", "by"), a -> met(a, slow(a), passages(a))),
            FaultKind.of(
                    FailHandler.class,
                    WHO,
                    a -> met(a, new ClientAct.FailHandler(a.text("message"), a.given("key")), passages(a))),
            FaultKind.of(LeaveGroup.class, WHO, a -> met(a, new ClientAct.Leave(), Passages.all())),
            FaultKind.of(
                    RebalanceStorm.class,
                    List.of("group"),
                    a -> met(a, new ClientAct.Storm(a.number("joins")), Passages.all())),
            new FaultKind(
                    Inject.class,
                    a -> a.text("className") + "#" + a.text("method") + ", " + a.text("action"),
                    a -> new Fault.InApplication(rule((Inject) a.annotation()), a.lasts())),
            new FaultKind(
                    InjectRule.class,
                    a -> new ApplicationRule.Raw(a.text("value")).toString(),
                    a -> new Fault.InApplication(new ApplicationRule.Raw(a.text("value")), a.lasts())));

    private ClientKinds() {}

    private static Fault met(Attributes attributes, ClientAct act, Passages passages) {
        Target who =
                attributes.has("who") ? attributes.target("who") : Target.parse("member:" + attributes.text("group"));
        ClientPoint at = attributes.has("at") ? attributes.one("at", ClientPoint.class) : ClientPoint.ANYWHERE;
        return new Fault.OnClients(who, act, at, passages, attributes.lasts());
    }

    private static ClientAct slow(Attributes attributes) {
        return attributes.flag("poll")
                ? new ClientAct.SlowPoll(attributes.time("by"))
                : new ClientAct.SlowHandler(attributes.time("by"));
    }

    private static Passages passages(Attributes attributes) {
        return passages(attributes.number("nth"));
    }

    private static Passages passages(int nth) {
        if (nth < 0) {
            throw JunitComplaints.nth(nth);
        }
        return nth == 0 ? Passages.all() : Passages.nth(nth);
    }

    private static ApplicationRule rule(Inject one) {
        if ((one.at() == ApplicationRule.At.LINE) != (one.line() > 0)) {
            throw JunitComplaints.lineAndPoint(one.at().name(), one.line());
        }
        ApplicationRule.Where where =
                new ApplicationRule.Where(one.className(), one.method(), one.at(), one.line(), one.detail());
        return new ApplicationRule.AtMethod(where, act(one), passages(one.nth()));
    }

    private static ApplicationRule.Act act(Inject one) {
        if ((one.action() == InjectAction.DELAY) == one.delay().isEmpty()) {
            throw JunitComplaints.delayAndAction(one.action().name(), one.delay());
        }
        return switch (one.action()) {
            case THROW -> new ApplicationRule.Act.Throw(one.exception(), one.message());
            case DELAY -> new ApplicationRule.Act.Delay(Durations.parse(one.delay()));
            case HOLD -> new ApplicationRule.Act.Hold();
            case RETURN -> new ApplicationRule.Act.Return(one.value());
            case CRASH_CLIENT -> new ApplicationRule.Act.CrashClient();
            case NOTE -> new ApplicationRule.Act.Note();
        };
    }
}
