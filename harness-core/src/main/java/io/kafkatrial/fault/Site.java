/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.RunningCluster;

/**
 * Where a fault is pulled.
 *
 * @param resolver with the random source of this fault alone
 */
record Site(RunningCluster cluster, Ledger ledger, Resolver resolver) {

    Effect pull(PlannedFault planned) throws Unresolved {
        if (planned.fault() instanceof Fault.OnRequests) {
            return RequestEffect.pull(this, planned);
        }
        if (planned.fault() instanceof Fault.AtCodePoint code) {
            return CodeEffect.pull(this, planned, code);
        }
        if (planned.fault() instanceof Fault.CutNetwork || planned.fault() instanceof Fault.DelayNetwork) {
            return LinkEffect.pull(this, planned);
        }
        if (ProcessFault.of(planned.fault()).isPresent()) {
            return ProcessEffect.pull(this, planned);
        }
        throw new UnsupportedOperationException("not yet: " + planned.fault().describe());
    }
}
