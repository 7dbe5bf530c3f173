/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The cluster as an admin sees it. */
final class ClusterProbes {
    private ClusterProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("describe cluster: brokers, controller, operations", ClusterProbes::describe),
                new Probe("describe cluster: endpoint types", ClusterProbes::types),
                new Probe("describe features", ClusterProbes::features));
    }

    private static DescribeClusterResponseData ask(Lab lab, DescribeClusterRequestData request) throws Exception {
        return lab.ask(ApiKeys.DESCRIBE_CLUSTER, 2, request, DescribeClusterResponseData.class);
    }

    private static void describe(Lab lab, Notes notes) throws Exception {
        var plain = ask(lab, new DescribeClusterRequestData());
        notes.note("brokers", plain.brokers().stream().map(it -> lab.name(it.brokerId()) + "/" + it.rack() + "/" + it.isFenced()).sorted().toList());
        notes.note("controller is a broker", plain.brokers().find(plain.controllerId()) != null);
        notes.note("operations unasked", plain.clusterAuthorizedOperations() == Integer.MIN_VALUE);
        notes.note("cluster id", plain.clusterId().length());
        var asked = ask(lab, new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true).setIncludeFencedBrokers(true));
        notes.note("operations", Integer.toBinaryString(asked.clusterAuthorizedOperations()));
        notes.note("with fenced", asked.brokers().size());
    }

    private static void types(Lab lab, Notes notes) {
        for (int type : new int[] {1, 2, 3}) {
            notes.ask("type " + type, () -> {
                var response = ask(lab, new DescribeClusterRequestData().setEndpointType((byte) type));
                return Lab.error(response.errorCode()) + " " + response.errorMessage() + " " + response.brokers().size();
            });
        }
    }

    private static void features(Lab lab, Notes notes) throws Exception {
        var features = lab.admin().describeFeatures().featureMetadata().get();
        notes.note("finalized", new java.util.TreeMap<>(features.finalizedFeatures()));
    }
}
