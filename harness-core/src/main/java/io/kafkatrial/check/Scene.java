/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What the history says about a partition's surroundings at one moment.
 *
 * @param leader who led the partition; empty if the history does not say, or nobody led
 * @param faults the faults in force: fired and not yet healed
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Scene(Optional<Leader> leader, List<String> faults) {
    public Scene {
        faults = List.copyOf(faults);
    }

    /** A broker leading a partition in an epoch. */
    public record Leader(int broker, int epoch) {}
}
