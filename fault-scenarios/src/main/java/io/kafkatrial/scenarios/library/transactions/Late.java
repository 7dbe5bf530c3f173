/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library.transactions;

import io.kafkatrial.engine.WireRule;
import io.kafkatrial.fault.Fault;
import io.kafkatrial.fault.PlannedFault;
import io.kafkatrial.fault.Requests;
import io.kafkatrial.fault.Target;
import io.kafkatrial.fault.Trigger;
import java.util.Optional;

/** Requests of a producer that come late: when it has long given them up and asked again, or gone on. */
final class Late {

    /** The {@code client.id} of the producer whose requests come late. */
    static final String CLIENT = "slow-line";

    /**
     * Pairs of name and value: a producer that does not wait long for an answer, but asks again. It waits longer than any
     * answer takes that is not held, on a busy machine too: a record that is sent again would be acknowledged twice.
     */
    static final String[] IMPATIENT = {"client.id", CLIENT, "request.timeout.ms", "2000"};

    private static final String LATE = "late ";

    private Late() {}

    /** The producer's first request of this name is held on its way, and arrives when something has happened. */
    static PlannedFault first(String api, Trigger until) {
        return new PlannedFault(
                LATE + api,
                new Fault.OnRequests(its(api), new WireRule.Act.HoldRequest()),
                Trigger.immediately(),
                Optional.of(until));
    }

    /** What it asks when it has given up waiting is refused, so that it gives up altogether. */
    static PlannedFault secondRefused(String api) {
        return new PlannedFault(
                "refused " + api,
                new Fault.OnRequests(its(api), new WireRule.Act.Refuse("TRANSACTION_ABORTABLE")),
                new Trigger.Following(LATE + api));
    }

    private static Requests its(String api) {
        return Requests.to(new Target.AllBrokers(), api).by(CLIENT);
    }
}
