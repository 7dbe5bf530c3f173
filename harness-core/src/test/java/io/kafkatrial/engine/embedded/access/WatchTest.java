/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.ClusterSpec;
import io.kafkatrial.engine.embedded.api.BrokerConfig;
import io.kafkatrial.engine.embedded.api.BrokerView;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The table of what requests need. */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class WatchTest {

    @Test
    void everyRequestOfClientsHasItsRow() {
        ClusterSpec spec = new ClusterSpec(1, 1, List.of(), Map.of(), Map.of(), OptionalInt.empty(), 1);
        BrokerView broker = new BrokerView(
                1,
                "cluster",
                BrokerConfig.of(spec, 1),
                new KRaftMetadataCache(1, () -> KRaftVersion.KRAFT_VERSION_0),
                () -> 1L);
        EnumSet<ApiKeys> asked = ApiKeys.apisForListener(ListenerType.BROKER);
        assertThat(new Watch(broker).keys()).containsAll(asked);
    }
}
