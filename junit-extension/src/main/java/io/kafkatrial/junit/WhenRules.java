/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.util.Map;

/** What makes the attributes of one {@link When} contradict each other. */
final class WhenRules {

    private final String where;
    private final When when;

    WhenRules(String where, When when) {
        this.where = where;
        this.when = when;
    }

    void check() {
        Map.of(
                        "acks", when.acks(),
                        "commits", when.commits(),
                        "isrSize", (long) when.isrSize(),
                        "offset", when.offset(),
                        "delivered", when.delivered(),
                        "handled", when.handled(),
                        "nth", (long) when.nth())
                .forEach((name, value) -> {
                    if (value < 0) {
                        throw JunitComplaints.negative(where, name, value);
                    }
                });
        checkPairs();
        checkGroup();
        checkWork();
    }

    private void checkPairs() {
        needs(!when.topic().isEmpty(), "topic = " + when.topic(), when.acks() > 0 || isRequest(), "acks");
        needs(when.isrSize() > 0, "isrSize = " + when.isrSize(), !when.isrOf().isEmpty(), "isrOf");
        needs(!when.isrOf().isEmpty(), "isrOf = " + when.isrOf(), when.isrSize() > 0, "isrSize");
        needs(when.offset() > 0, "offset = " + when.offset(), !when.committed().isEmpty(), "committed");
        needs(!when.committed().isEmpty(), "committed = " + when.committed(), when.offset() > 0, "offset");
        needs(
                !when.transaction().isEmpty(),
                "transaction = " + when.transaction(),
                !when.transactionState().isEmpty(),
                "transactionState");
        needs(
                !when.transactionState().isEmpty(),
                "transactionState = " + when.transactionState(),
                !when.transaction().isEmpty(),
                "transaction");
        needs(!when.by().isEmpty(), "by = " + when.by(), when.handled() > 0, "handled");
    }

    private void checkGroup() {
        boolean group = !when.group().isEmpty();
        needs(when.commits() > 0, "commits = " + when.commits(), group, "group");
        needs(!when.committed().isEmpty(), "committed = " + when.committed(), group, "group");
        needs(!when.groupState().isEmpty(), "groupState = " + when.groupState(), group, "group");
        needs(when.delivered() > 0, "delivered = " + when.delivered(), group, "group");
        boolean used = when.commits() > 0
                || when.delivered() > 0
                || !when.committed().isEmpty()
                || !when.groupState().isEmpty();
        needs(group, "group = " + when.group(), used, "commits");
    }

    private void checkWork() {
        needs(!when.clientId().isEmpty(), "clientId = " + when.clientId(), isRequest(), "request");
        needs(!when.to().equals("brokers"), "to = " + when.to(), isRequest(), "request");
        needs(!when.from().equals("clients"), "from = " + when.from(), isRequest(), "request");
        needs(!when.in().equals("brokers"), "in = " + when.in(), !when.point().isEmpty(), "point");
        boolean counted =
                isRequest() || !when.point().isEmpty() || !when.method().isEmpty();
        needs(when.nth() != 1, "nth = " + when.nth(), counted, "request");
    }

    private boolean isRequest() {
        return !when.request().isEmpty();
    }

    private void needs(boolean isGiven, String given, boolean isThere, String missing) {
        if (isGiven && !isThere) {
            throw JunitComplaints.whenNeeds(where, given, missing);
        }
    }
}
