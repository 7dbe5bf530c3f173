/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.txn;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** The replicated log of one partition of {@code __transaction_state}: what is committed stays, the rest may go. */
final class SimulatedLog {

    final List<MemoryRecords> records = new ArrayList<>();
    int committed;
}
