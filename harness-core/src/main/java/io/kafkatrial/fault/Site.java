/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.RunningCluster;
import java.util.Optional;

/**
 * Where a fault is pulled.
 *
 * @param resolver with the random source of this fault alone
 * @param outside what is not the cluster's
 * @param over run by an effect that ends by itself, from any thread
 */
record Site(RunningCluster cluster, Ledger ledger, Resolver resolver, Outside outside, Runnable over) {

    Effect pull(PlannedFault planned) throws Unresolved {
        Fault fault = planned.fault();
        Optional<LinkFault> links = LinkFault.of(fault);
        if (links.isPresent()) {
            return LinkEffect.pull(this, planned, links.get());
        }
        if (ProcessFault.of(fault).isPresent()) {
            return ProcessEffect.pull(this, planned);
        }
        if (fault instanceof Fault.OnRequests) {
            return RequestEffect.pull(this, planned);
        }
        if (fault instanceof Fault.AtCodePoint code) {
            return CodeEffect.pull(this, planned, code);
        }
        if (fault instanceof Fault.ResetConnections) {
            return ResetEffect.pull(this, planned);
        }
        if (fault instanceof Fault.SickDisk) {
            return DiskEffect.pull(this, planned);
        }
        if (fault instanceof Fault.SkewClock) {
            return ClockEffect.pull(this, planned);
        }
        if (fault instanceof Fault.RollingRestart) {
            return RollingEffect.pull(this, planned);
        }
        if (fault instanceof Fault.OnClients clients) {
            return new OngoingEffect(outside.stage().act(planned.name(), clients), planned);
        }
        if (fault instanceof Fault.InApplication application) {
            Runnable acted = outside.acting(application.rule());
            return new OngoingEffect(outside.code().put(planned.name(), application.rule(), acted), planned);
        }
        return AdminEffect.pull(this, planned);
    }
}
