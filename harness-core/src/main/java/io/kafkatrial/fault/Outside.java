/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.PlanComplaints;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;

/**
 * What faults reach beside the cluster: the clients and the code of the application under test. Safe for use by
 * several threads.
 */
final class Outside {

    private final Optional<ApplicationCode> code;
    private final Executor background;
    private volatile Optional<ClientStage> stage = Optional.empty();

    /**
     * Reach these.
     *
     * @param background for what takes longer than a plan's worker may be kept
     */
    Outside(Optional<ApplicationCode> code, Executor background) {
        this.code = code;
        this.background = background;
    }

    /** The code as far as the class path offers it. */
    static Outside ofThisJvm(Executor background) {
        return new Outside(ServiceLoader.load(ApplicationCode.class).findFirst(), background);
    }

    Executor background() {
        return background;
    }

    void stage(ClientStage clients) {
        stage = Optional.of(clients);
    }

    boolean isStage(ClientStage clients) {
        return stage.filter(current -> current == clients).isPresent();
    }

    ClientStage stage() {
        return stage.orElseThrow(() -> PlanComplaints.noStage("a fault of clients"));
    }

    ApplicationCode code() {
        return code.orElseThrow(() -> PlanComplaints.noApplicationCode("a fault in the application's code", ""));
    }

    /** What has to be done beside it, on the thread where a rule in the code acts. */
    Runnable acting(ApplicationRule rule) {
        boolean crashes = rule instanceof ApplicationRule.AtMethod method
                && method.act() instanceof ApplicationRule.Act.CrashClient;
        return crashes ? () -> stage.ifPresent(ClientStage::crashHere) : () -> {};
    }

    /** Complain of what the plan needs and is not here. */
    void check(Plan plan) {
        for (PlannedFault planned : plan.faults()) {
            if (planned.fault() instanceof Fault.OnClients clients) {
                ClientStage here = stage.orElseThrow(() -> PlanComplaints.noStage("fault " + planned.name()));
                here.cannot(clients).ifPresent(why -> {
                    throw PlanComplaints.stageCannot(planned.name(), why);
                });
            } else if (planned.fault() instanceof Fault.InApplication application) {
                requireCode(planned.name()).check(application.rule());
            }
            checkTrigger(planned.name(), planned.trigger());
            planned.until().ifPresent(until -> checkTrigger(planned.name(), until));
        }
    }

    private void checkTrigger(String name, Trigger trigger) {
        if (trigger instanceof Trigger.InApplication application) {
            requireCode(name)
                    .check(new ApplicationRule.AtMethod(
                            application.where(), new ApplicationRule.Act.Note(), Passages.all()));
        }
        Needs.parts(trigger).forEach(part -> checkTrigger(name, part));
    }

    private ApplicationCode requireCode(String fault) {
        ApplicationCode here = code.orElseThrow(() -> PlanComplaints.noApplicationCode("fault " + fault, ""));
        here.missing().ifPresent(how -> {
            throw PlanComplaints.noApplicationCode("fault " + fault, how);
        });
        return here;
    }
}
