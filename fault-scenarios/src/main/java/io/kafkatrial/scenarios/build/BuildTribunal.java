/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.build;

import io.kafkatrial.Cluster;
import io.kafkatrial.cli.Charge;
import io.kafkatrial.cli.Tribunal;
import io.kafkatrial.scenarios.ClaimText;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Judges by what passed the cluster's doors. Stateless. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class BuildTribunal implements Tribunal {

    /** For {@link java.util.ServiceLoader}. */
    public BuildTribunal() {}

    @Override
    public void check(Charge charge) {
        charge.claims().forEach(ClaimText::parse);
    }

    @Override
    public Hearing open(Cluster cluster, Charge charge) {
        return BuildHearing.open(cluster, charge);
    }
}
