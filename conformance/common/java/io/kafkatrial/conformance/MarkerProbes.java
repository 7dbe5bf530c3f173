/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Markers of transactions, as the leaders of partitions take them. */
final class MarkerProbes {
    private MarkerProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("txn data: markers for partitions that are not there or led elsewhere", MarkerProbes::places),
                new Probe("txn data: markers of old coordinators", MarkerProbes::coordinators),
                new Probe("txn data: epochs of markers in both versions", MarkerProbes::epochs),
                new Probe("txn data: no markers at all", MarkerProbes::none));
    }

    static WriteTxnMarkersRequestData.WritableTxnMarker marker(long producer, int epoch, int coordinator, boolean commit, String topic, int... partitions) {
        return new WriteTxnMarkersRequestData.WritableTxnMarker()
                .setProducerId(producer)
                .setProducerEpoch((short) epoch)
                .setCoordinatorEpoch(coordinator)
                .setTransactionResult(commit)
                .setTopics(List.of(new WriteTxnMarkersRequestData.WritableTxnMarkerTopic()
                        .setName(topic)
                        .setPartitionIndexes(java.util.Arrays.stream(partitions).boxed().toList())));
    }

    static String mark(Lab lab, int version, WriteTxnMarkersRequestData.WritableTxnMarker... markers) throws Exception {
        var answer = lab.ask(1, ApiKeys.WRITE_TXN_MARKERS, version, new WriteTxnMarkersRequestData().setMarkers(List.of(markers)), WriteTxnMarkersResponseData.class);
        Map<String, String> errors = new TreeMap<>();
        answer.markers().forEach(it -> it.topics().forEach(topic -> topic.partitions().forEach(partition ->
                errors.put(it.producerId() + " " + topic.name() + "-" + partition.partitionIndex(), Lab.error(partition.errorCode())))));
        return errors.toString();
    }

    private static void places(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-places", 3);
        notes.ask("led, followed", () -> mark(lab, 1, marker(70_200, 0, 0, true, "txd-places", 0, 1, 2)));
        notes.ask("no such partition", () -> mark(lab, 1, marker(70_200, 0, 0, true, "txd-places", 9)));
        notes.ask("no such topic", () -> mark(lab, 1, marker(70_200, 0, 0, true, "txd-nowhere", 0)));
        notes.ask("mixed", () -> mark(lab, 1, marker(70_201, 0, 0, true, "txd-places", 0, 9), marker(70_202, 0, 0, false, "txd-places", 0)));
    }

    private static void coordinators(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-coordinators", 1);
        notes.ask("epoch 5", () -> mark(lab, 1, marker(70_400, 0, 5, true, "txd-coordinators", 0)));
        notes.ask("epoch 4", () -> mark(lab, 1, marker(70_400, 0, 4, true, "txd-coordinators", 0)));
        notes.ask("epoch -1", () -> mark(lab, 1, marker(70_400, 0, -1, true, "txd-coordinators", 0)));
        notes.ask("epoch 5 again", () -> mark(lab, 1, marker(70_400, 0, 5, true, "txd-coordinators", 0)));
        notes.ask("epoch 4 of another producer", () -> mark(lab, 1, marker(70_401, 0, 4, true, "txd-coordinators", 0)));
    }

    private static void epochs(Lab lab, Notes notes) throws Exception {
        lab.topic("txd-epochs", 1);
        for (int version : new int[] {0, 1, 2}) {
            long producer = 70_500 + version;
            for (int epoch : new int[] {3, 2, 3, 4}) {
                notes.ask("version " + version + " epoch " + epoch, () -> mark(lab, 2, marker(producer, epoch, 0, true, "txd-epochs", 0).setTransactionVersion((byte) version)));
            }
        }
        notes.ask("version 9", () -> mark(lab, 2, marker(70_509, 0, 0, true, "txd-epochs", 0).setTransactionVersion((byte) 9)));
    }

    private static void none(Lab lab, Notes notes) throws Exception {
        notes.ask("no markers", () -> mark(lab, 1));
        notes.ask("no topics", () -> mark(lab, 1, marker(70_600, 0, 0, true, "x").setTopics(List.of())));
    }
}
