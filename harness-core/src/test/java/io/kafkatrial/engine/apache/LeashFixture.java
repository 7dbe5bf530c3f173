/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.CodeRule;
import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.Lever;
import io.kafkatrial.engine.RunningCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A test JVM to be killed: runs a broker with every kind of fault, which is paused, and a controller that is not, and tells of its children. */
final class LeashFixture {

    private LeashFixture() {}

    public static void main(String[] args) throws IOException {
        RunningCluster cluster =
                new ApacheEngine().start(new ClusterSpec(1, 1, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 7));
        Endpoint broker = Endpoint.broker(1);
        cluster.pull(new Lever.Cut(Endpoint.clients(), broker));
        cluster.pull(new Lever.SkewClock(broker, Duration.ofDays(1)));
        cluster.pull(new Lever.SlowDisk(1, Duration.ofMinutes(10)));
        cluster.pull(new Lever.Arm(
                new CodeRule("stuck", broker, "before-fetch", new CodeRule.Act.Delay(Duration.ofMinutes(10)))));
        cluster.pull(new Lever.Pause(1));
        ProcessHandle.current().descendants().forEach(child -> System.out.println("child " + child.pid()));
        System.out.println("ready");
        // until it is killed
        while (System.in.read() >= 0) {
            System.out.println("still here");
        }
    }
}
