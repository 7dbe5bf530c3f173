/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.RunningCluster;

/** What an administrator did; its evidence is what that changed. */
final class AdminEffect implements Effect {

    private final RunningCluster cluster;
    private final AdminOutcome outcome;
    private final String detail;

    private AdminEffect(RunningCluster cluster, AdminOutcome outcome, String detail) {
        this.cluster = cluster;
        this.outcome = outcome;
        this.detail = detail;
    }

    static AdminEffect pull(Site site, PlannedFault planned) {
        AdminOutcome outcome = site.cluster().administer(((Fault.Administer) planned.fault()).act());
        return new AdminEffect(site.cluster(), outcome, outcome.changed() + " " + planned.trigger());
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public long touched() {
        return outcome.touched();
    }

    @Override
    public String evidence() {
        return detail;
    }

    @Override
    public boolean isOver() {
        return outcome.undo().isEmpty();
    }

    @Override
    public Rank rank() {
        return Rank.SETTINGS;
    }

    @Override
    public String undo() {
        return outcome.undo()
                .map(undo -> "undone: " + cluster.administer(undo).changed())
                .orElse("stays");
    }
}
