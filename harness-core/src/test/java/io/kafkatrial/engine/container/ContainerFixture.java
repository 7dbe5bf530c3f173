/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.container;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A test JVM to be killed: runs a frozen broker and a controller. */
final class ContainerFixture {

    private ContainerFixture() {}

    public static void main(String[] args) throws IOException {
        RunningCluster cluster = new ContainerEngine()
                .start(new ClusterSpec(1, 1, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 7));
        cluster.pull(new Lever.Pause(1));
        System.out.println("ready " + ProcessHandle.current().pid());
        // until it is killed
        while (System.in.read() >= 0) {
            System.out.println("still here");
        }
    }
}
