/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;

/** What makes a split of the network impossible on a cluster. */
final class SplitRules {

    private final String name;
    private final Shape shape;

    SplitRules(String name, Shape shape) {
        this.name = name;
        this.shape = shape;
    }

    void check(Split split) {
        boolean small = split.shape() == Split.Shape.ISOLATE || split.shape() == Split.Shape.HALVES;
        int needed = small ? 2 : 3;
        if (shape.brokers() < needed) {
            throw Complaints.fault(
                    name,
                    split.shape() + " needs " + needed + " brokers, and the cluster has " + shape.brokers(),
                    "Start more brokers");
        }
        if (split.clients() && !small) {
            throw Complaints.fault(
                    name,
                    "with " + split.shape() + " there is no larger side for clients to stay with",
                    "Leave out clients, or take ISOLATE or HALVES");
        }
        split.around().ifPresent(around -> {
            new TargetRules(name, shape).checkProcess(around);
            if (around instanceof Target.AllBrokers) {
                throw Complaints.fault(
                        name, "with every broker on one side nobody is on the other", "Name some of the brokers");
            }
            if (Needs.isController(around) && !split.controllers()) {
                throw Complaints.fault(
                        name,
                        "its target '" + around + "' is a controller, and the links of controllers stay whole",
                        "Let controllers fall apart too (controllers = true), or name brokers");
            }
        });
    }
}
