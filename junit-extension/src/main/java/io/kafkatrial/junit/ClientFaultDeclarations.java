/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.ClientAct;
import io.kafkatrial.fault.ClientPoint;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.Passages;
import io.kafkatrial.fault.Target;
import io.kafkatrial.junit.RequestFaults.Declared;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads the annotations of faults of clients and of the application's code. Confined to one call of {@link #on}. */
final class ClientFaultDeclarations {

    private final AnnotatedElement element;
    private final List<Declared> found = new ArrayList<>();

    private ClientFaultDeclarations(AnnotatedElement element) {
        this.element = element;
    }

    /** All of them, by kind. */
    static List<Declared> on(AnnotatedElement element) {
        ClientFaultDeclarations faults = new ClientFaultDeclarations(element);
        faults.collectClients();
        faults.collectCode();
        return List.copyOf(faults.found);
    }

    private <A extends Annotation> void each(Class<A> type, Function<A, Declared> read) {
        AnnotationSupport.findRepeatableAnnotations(element, type).forEach(one -> found.add(read.apply(one)));
    }

    private void collectClients() {
        each(
                CrashClient.class,
                one -> new Declared(
                        "@CrashClient(who = " + one.who() + ")",
                        one.when(),
                        () -> met(
                                one.who(),
                                one.leak() ? new ClientAct.Leak() : new ClientAct.Crash(),
                                new Met(one.at(), one.nth()),
                                one.healAfter())));
        each(
                PauseClient.class,
                one -> new Declared(
                        "@PauseClient(who = " + one.who() + ")",
                        one.when(),
                        () -> met(one.who(), new ClientAct.Pause(), new Met(one.at(), one.nth()), one.healAfter())));
        each(
                ZombieClient.class,
                one -> new Declared(
                        "@ZombieClient(who = " + one.who() + ")",
                        one.when(),
                        () -> met(one.who(), new ClientAct.Twin(), Met.ALWAYS, one.healAfter())));
        each(SlowHandler.class, ClientFaultDeclarations::slow);
        each(
                FailHandler.class,
                one -> new Declared(
                        "@FailHandler(who = " + one.who() + ")",
                        one.when(),
                        () -> met(
                                one.who(),
                                new ClientAct.FailHandler(one.message(), given(one.key())),
                                new Met(ClientPoint.ANYWHERE, one.nth()),
                                one.healAfter())));
        each(
                RebalanceStorm.class,
                one -> new Declared(
                        "@RebalanceStorm(group = " + one.group() + ")",
                        one.when(),
                        () -> met(
                                "member:" + one.group(),
                                new ClientAct.Storm(one.joins()),
                                Met.ALWAYS,
                                one.healAfter())));
        each(
                LeaveGroup.class,
                one -> new Declared(
                        "@LeaveGroup(who = " + one.who() + ")",
                        one.when(),
                        () -> met(one.who(), new ClientAct.Leave(), Met.ALWAYS, one.healAfter())));
    }

    private static Declared slow(SlowHandler one) {
        return new Declared("@SlowHandler(who = " + one.who() + ", by = " + one.by() + ")", one.when(), () -> {
            ClientAct act = one.poll()
                    ? new ClientAct.SlowPoll(Durations.parse(one.by()))
                    : new ClientAct.SlowHandler(Durations.parse(one.by()));
            return met(one.who(), act, new Met(ClientPoint.ANYWHERE, one.nth()), one.healAfter());
        });
    }

    private record Met(ClientPoint at, int nth) {

        static final Met ALWAYS = new Met(ClientPoint.ANYWHERE, 0);

        Passages passages() {
            if (nth < 0) {
                throw JunitComplaints.nth(nth);
            }
            return nth == 0 ? Passages.all() : Passages.nth(nth);
        }
    }

    private static Fault met(String who, ClientAct act, Met met, String healAfter) {
        return new Fault.OnClients(
                Target.parse(who), act, met.at(), met.passages(), FaultDeclarations.duration(healAfter));
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private void collectCode() {
        each(
                Inject.class,
                one -> new Declared(
                        "@Inject(" + one.className() + "#" + one.method() + ", " + one.action() + ")",
                        one.when(),
                        () -> new Fault.InApplication(rule(one), FaultDeclarations.duration(one.healAfter()))));
        each(
                InjectRule.class,
                one -> new Declared(
                        "@InjectRule(" + new ApplicationRule.Raw(one.value()) + ")",
                        one.when(),
                        () -> new Fault.InApplication(
                                new ApplicationRule.Raw(one.value()), FaultDeclarations.duration(one.healAfter()))));
    }

    private static ApplicationRule rule(Inject one) {
        if ((one.at() == ApplicationRule.At.LINE) != (one.line() > 0)) {
            throw JunitComplaints.lineAndPoint(one.at().name(), one.line());
        }
        ApplicationRule.Where where =
                new ApplicationRule.Where(one.className(), one.method(), one.at(), one.line(), one.detail());
        return new ApplicationRule.AtMethod(where, act(one), new Met(ClientPoint.ANYWHERE, one.nth()).passages());
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
