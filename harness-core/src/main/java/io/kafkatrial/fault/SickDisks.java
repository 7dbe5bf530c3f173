/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which disks were made full, slow or broken, and how each is made well again. What power loss or a wipe
 * took is gone for good; there only the broker is brought back. Safe for use by several threads.
 */
final class SickDisks {

    private record Sickness(int broker, Class<? extends Lever> kind) {}

    private final RunningCluster cluster;
    private final Map<Sickness, Lever> cures = new LinkedHashMap<>();

    SickDisks(RunningCluster cluster) {
        this.cluster = cluster;
    }

    /** Take note of a lever that was pulled. */
    synchronized void note(Lever pulled) {
        if (pulled instanceof Lever.FullDisk disk) {
            note(new Sickness(disk.broker(), Lever.FullDisk.class), new Lever.FullDisk(disk.broker(), false), pulled);
        } else if (pulled instanceof Lever.FailedLogDir disk) {
            note(
                    new Sickness(disk.broker(), Lever.FailedLogDir.class),
                    new Lever.FailedLogDir(disk.broker(), false),
                    pulled);
        } else if (pulled instanceof Lever.SlowDisk disk) {
            note(
                    new Sickness(disk.broker(), Lever.SlowDisk.class),
                    new Lever.SlowDisk(disk.broker(), Duration.ZERO),
                    pulled);
        }
    }

    private void note(Sickness sickness, Lever cure, Lever pulled) {
        if (pulled.equals(cure)) {
            cures.remove(sickness);
        } else {
            cures.put(sickness, cure);
        }
    }

    /** Make every disk well again. */
    void cureAll() {
        take().forEach(cluster::pull);
    }

    private synchronized List<Lever> take() {
        List<Lever> all = List.copyOf(cures.values());
        cures.clear();
        return all;
    }
}
