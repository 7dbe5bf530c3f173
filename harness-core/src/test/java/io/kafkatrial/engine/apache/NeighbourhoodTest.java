/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {

    private final Neighbourhood names = new Neighbourhood(List.of(3001, 1, 2, 3000));

    @Test
    void everyDirectedPairHasAnAddressOfItsOwnBesideTheOneOfTheNodes() {
        Set<InetSocketAddress> doors = new HashSet<>();
        for (int from : names.nodes()) {
            for (int to : names.nodes()) {
                if (from != to) {
                    InetSocketAddress door = names.door(from, to, 9092);
                    assertThat(doors.add(door)).as(from + " to " + to).isTrue();
                    assertThat(door.getAddress().isLoopbackAddress()).isTrue();
                    assertThat(door.getAddress().getHostAddress()).isNotEqualTo("127.0.0.1");
                }
            }
        }
    }

    @Test
    void nodeFindsItselfDirectlyAndTheOthersByTheirDoors() {
        String hosts = names.hostsFile(2);

        assertThat(hosts).startsWith("127.0.0.1 localhost node-2.trial");
        assertThat(hosts.lines()).hasSize(4);
        for (int other : List.of(1, 3000, 3001)) {
            String address = Neighbourhood.isApart()
                    ? names.door(2, other, 0).getAddress().getHostAddress()
                    : "127.0.0.1";
            assertThat(hosts).contains("\n" + address + " node-" + other + ".trial\n");
        }
    }
}
