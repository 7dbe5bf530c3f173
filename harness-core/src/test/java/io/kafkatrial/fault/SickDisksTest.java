/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.FakeCluster;
import io.kafkatrial.engine.Lever;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SickDisksTest {

    @Test
    void healingCuresTheDisksThatAreStillSickAndOnlyOnce() {
        FakeCluster cluster =
                new FakeCluster(new ClusterSpec(3, 1, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 7));
        SickDisks disks = new SickDisks(cluster);
        disks.note(new Lever.SlowDisk(1, Duration.ofMillis(20)));
        disks.note(new Lever.FullDisk(2, true));
        disks.note(new Lever.FailedLogDir(3, true));
        disks.note(new Lever.FailedLogDir(3, false));

        disks.cureAll();
        disks.cureAll();

        assertThat(cluster.pulled())
                .containsExactly(new Lever.SlowDisk(1, Duration.ZERO), new Lever.FullDisk(2, false));
    }
}
