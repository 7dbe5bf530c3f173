/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.ApplicationRule;
import io.kafkatrial.fault.Durations;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns {@link When}s into a trigger. Confined to one call of {@link #of}. */
final class Triggers {

    private final String where;
    private final When when;
    private final List<String> given = new ArrayList<>();
    private final List<Supplier<Trigger>> moments = new ArrayList<>();

    private Triggers(String where, When when) {
        this.where = where;
        this.when = when;
    }

    /** One moment, or several one after the other; empty if there is none. */
    static Optional<Trigger> of(String where, When... whens) {
        List<Trigger> steps = new ArrayList<>();
        for (When when : whens) {
            new Triggers(where, when).trigger().ifPresent(steps::add);
        }
        return steps.size() > 1
                ? Optional.of(new Trigger.Sequence(steps))
                : steps.stream().findFirst();
    }

    private Optional<Trigger> trigger() {
        new WhenRules(where, when).check();
        collectOfCluster();
        collectOfWork();
        if (when.any() && when.all()) {
            throw JunitComplaints.anyAndAll(where);
        }
        if (given.size() > 1 && !when.any() && !when.all()) {
            throw JunitComplaints.moments(where, given);
        }
        List<Trigger> parts = moments.stream().map(Supplier::get).toList();
        if (parts.size() < 2) {
            return parts.stream().findFirst();
        }
        return Optional.of(when.any() ? new Trigger.AnyOf(parts) : new Trigger.AllOf(parts));
    }

    private void moment(boolean isGiven, String text, Supplier<Trigger> trigger) {
        if (isGiven) {
            given.add(text);
            moments.add(trigger);
        }
    }

    private void moment(String attribute, String value, Supplier<Trigger> trigger) {
        moment(!value.isEmpty(), attribute + " = " + value, trigger);
    }

    private void moment(String attribute, long value, Supplier<Trigger> trigger) {
        moment(value != 0, attribute + " = " + value, trigger);
    }

    private void collectOfCluster() {
        moment("acks", when.acks(), () -> new Trigger.Acks(when.acks(), optional(when.topic())));
        moment("after", when.after(), () -> Trigger.after(Durations.parse(when.after())));
        moment(
                "isrOf",
                when.isrOf(),
                () -> new Trigger.IsrSize(Attributes.partition("isrOf", when.isrOf()), when.isrSize()));
        moment(
                "leaderElected",
                when.leaderElected(),
                () -> new Trigger.LeaderElected(Attributes.partition("leaderElected", when.leaderElected())));
        moment("commits", when.commits(), () -> new Trigger.Commits(when.group(), when.commits()));
        moment(
                "committed",
                when.committed(),
                () -> new Trigger.OffsetCommitted(
                        when.group(), Attributes.partition("committed", when.committed()), when.offset()));
        moment("groupState", when.groupState(), () -> new Trigger.GroupState(when.group(), when.groupState()));
        moment(
                "transaction",
                when.transaction(),
                () -> new Trigger.TransactionState(when.transaction(), when.transactionState()));
    }

    private void collectOfWork() {
        moment("request", when.request(), () -> new Trigger.OnRequest(requests(), when.nth()));
        moment("delivered", when.delivered(), () -> new Trigger.Delivered(when.group(), when.delivered()));
        moment("handled", when.handled(), () -> new Trigger.Handled(optional(when.by()), when.handled()));
        moment("point", when.point(), () -> new Trigger.AtCodePoint(Target.parse(when.in()), when.point(), when.nth()));
        moment("method", when.method(), () -> new Trigger.InApplication(place(when.method()), when.nth()));
        moment("fired", when.fired(), () -> new Trigger.Following(when.fired()));
        moment("healed", when.healed(), () -> new Trigger.Healed(when.healed()));
    }

    private Requests requests() {
        return new Requests(
                Target.parse(when.from()),
                Target.parse(when.to()),
                Optional.of(when.request()),
                optional(when.clientId()),
                optional(when.topic()));
    }

    private static ApplicationRule.Where place(String method) {
        int hash = method.indexOf('#');
        if (hash < 1 || hash == method.length() - 1) {
            throw new TrialException("method = '" + method + "' is no method. Write CLASS#METHOD.");
        }
        return new ApplicationRule.Where(
                method.substring(0, hash), method.substring(hash + 1), ApplicationRule.At.ENTRY, 0);
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
