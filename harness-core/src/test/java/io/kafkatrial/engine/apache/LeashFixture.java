/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A test JVM to be killed: runs a broker that is paused and a controller that is not, and tells of its children. */
final class LeashFixture {

    private LeashFixture() {}

    public static void main(String[] args) throws IOException {
        RunningCluster cluster =
                new ApacheEngine().start(new ClusterSpec(1, 1, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 7));
        cluster.pull(new Lever.Pause(1));
        ProcessHandle.current().descendants().forEach(child -> System.out.println("child " + child.pid()));
        System.out.println("ready");
        // until it is killed
        while (System.in.read() >= 0) {
            System.out.println("still here");
        }
    }
}
