/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

/** What happens outside the cluster: to clients, or in the code of the application. */
record OngoingEffect(Ongoing ongoing, PlannedFault planned) implements Effect {

    @Override
    public String detail() {
        return ongoing.detail() + " " + planned.trigger();
    }

    @Override
    public long touched() {
        return ongoing.touched();
    }

    @Override
    public String evidence() {
        return ongoing.evidence() + " " + planned.trigger();
    }

    @Override
    public Rank rank() {
        return Rank.CLIENTS;
    }

    @Override
    public String undo() {
        return ongoing.undo();
    }
}
