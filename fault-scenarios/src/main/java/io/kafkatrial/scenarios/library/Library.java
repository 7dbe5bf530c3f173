/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.library;

import io.kafkatrial.scenarios.Scenario;
import io.kafkatrial.scenarios.library.consumers.Consumers;
import io.kafkatrial.scenarios.library.offsets.Offsets;
import io.kafkatrial.scenarios.library.replication.Replication;
import io.kafkatrial.scenarios.library.transactions.Transactions;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The chapters, one after the other. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Library {

    private Library() {}

    /** All scenarios, in the order of the book. */
    public static List<Scenario> scenarios() {
        return Stream.of(Replication.scenarios(), Transactions.scenarios(), Consumers.scenarios(), Offsets.scenarios())
                .flatMap(List::stream)
                .toList();
    }
}
