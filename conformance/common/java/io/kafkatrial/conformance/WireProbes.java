/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Frames, versions and the handshake. */
final class WireProbes {
    private WireProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("api versions: the keys and versions of tier 1", WireProbes::versions),
                new Probe("api versions: keys only one side has", WireProbes::keys),
                new Probe("api versions: a version from the future", WireProbes::future),
                new Probe("api versions: software names", WireProbes::software),
                new Probe("api versions: finalized and supported features", WireProbes::features),
                new Probe("frames: an unsupported version closes", WireProbes::unsupported),
                new Probe("frames: an unknown api key closes", WireProbes::unknownKey),
                new Probe("frames: a corrupt body closes", WireProbes::corruptBody),
                new Probe("frames: sizes that cannot be", WireProbes::sizes),
                new Probe("frames: an inter-broker or controller request at a broker", WireProbes::controllerKeys),
                new Probe("frames: answers come in the order of the requests", WireProbes::order));
    }

    private static ApiVersionsResponseData handshake(Lab lab) throws Exception {
        var request = new ApiVersionsRequestData().setClientSoftwareName("conformance").setClientSoftwareVersion("1");
        return lab.ask(ApiKeys.API_VERSIONS, 4, request, ApiVersionsResponseData.class);
    }

    private static final List<Integer> TIER_1 =
            List.of(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 32, 33, 37, 42, 43, 44, 45, 46, 47, 60, 68, 69, 75);

    private static void versions(Lab lab, Notes notes) throws Exception {
        var response = handshake(lab);
        for (int key : TIER_1) {
            var found = response.apiKeys().find((short) key);
            notes.note(ApiKeys.forId(key).name(), found == null ? "absent" : found.minVersion() + "-" + found.maxVersion());
        }
    }

    private static void keys(Lab lab, Notes notes) throws Exception {
        var names = new TreeSet<String>();
        handshake(lab).apiKeys().forEach(key -> {
            if (!TIER_1.contains((int) key.apiKey())) {
                names.add(ApiKeys.hasId(key.apiKey()) ? ApiKeys.forId(key.apiKey()).name() : "key " + key.apiKey());
            }
        });
        notes.note("more keys", names);
    }

    private static void future(Lab lab, Notes notes) throws Exception {
        try (Wire wire = lab.connect(1)) {
            byte[] frame = {0, 18, 0, 99, 0, 0, 0, 7, 0, 1, 'x', 0};
            wire.send(frame);
            ByteBuffer answer = wire.frame();
            notes.note("correlation", answer.getInt());
            var data = new ApiVersionsResponseData(
                    new org.apache.kafka.common.protocol.ByteBufferAccessor(answer), (short) 0);
            notes.note("error", Lab.error(data.errorCode()));
            notes.note("keys", data.apiKeys().stream().map(it -> it.apiKey() + ":" + it.minVersion() + "-" + it.maxVersion()).toList());
        }
    }

    private static void software(Lab lab, Notes notes) throws Exception {
        for (String name : new String[] {"apache-kafka-java", "", " x", "a b", "-a", "a-", "é", "a.b"}) {
            var request = new ApiVersionsRequestData().setClientSoftwareName(name).setClientSoftwareVersion("1");
            notes.ask("'" + name + "'", () -> Lab.error(
                    lab.ask(ApiKeys.API_VERSIONS, 3, request, ApiVersionsResponseData.class).errorCode()));
        }
    }

    private static void features(Lab lab, Notes notes) throws Exception {
        var response = handshake(lab);
        var finalized = new TreeMap<String, String>();
        response.finalizedFeatures().forEach(it -> finalized.put(it.name(), it.minVersionLevel() + "-" + it.maxVersionLevel()));
        var supported = new TreeMap<String, String>();
        response.supportedFeatures().forEach(it -> supported.put(it.name(), it.minVersion() + "-" + it.maxVersion()));
        notes.note("finalized", finalized);
        notes.note("supported", supported);
        notes.note("epoch known", (response.finalizedFeaturesEpoch() >= 0));
    }

    private static void unsupported(Lab lab, Notes notes) throws Exception {
        for (int version : new int[] {99}) {
            try (Wire wire = lab.connect(1)) {
                wire.send(new byte[] {0, 3, 0, (byte) version, 0, 0, 0, 1, 0, 1, 'x', 0, 0, 0, 0, 0});
                notes.ask("metadata " + version, wire::fate);
            }
        }
        try (Wire wire = lab.connect(1)) {
            wire.send(new byte[] {0, 1, 0, 3, 0, 0, 0, 1, 0, 1, 'x'});
            notes.ask("fetch 3", wire::fate);
        }
        try (Wire wire = lab.connect(1)) {
            wire.send(new byte[] {0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 'x', 0, 1, 0, 0, 0, 9, 0, 0, 0, 0});
            notes.ask("produce 2", wire::fate);
        }
    }

    private static void unknownKey(Lab lab, Notes notes) throws Exception {
        for (int key : new int[] {127, -1, 6}) {
            try (Wire wire = lab.connect(1)) {
                wire.send(new byte[] {(byte) (key >> 8), (byte) key, 0, 0, 0, 0, 0, 1, 0, 1, 'x'});
                notes.ask("key " + key, wire::fate);
            }
        }
    }

    private static void corruptBody(Lab lab, Notes notes) throws Exception {
        byte[][] frames = {
            {0, 3, 0, 9, 0, 0, 0, 1, 0, 1, 'x', 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
            {0, 3, 0, 1, 0, 0, 0, 1, 0, 1, 'x', 0x7f, 0, 0, 0},
            {0, 3, 0, 1},
            {}
        };
        for (int i = 0; i < frames.length; i++) {
            try (Wire wire = lab.connect(1)) {
                wire.send(frames[i]);
                notes.ask("frame " + i, wire::fate);
            }
        }
        notes.ask("and still serves", () -> Lab.error(handshake(lab).errorCode()));
    }

    private static void sizes(Lab lab, Notes notes) throws Exception {
        byte[][] sizes = {{-1, -1, -1, -1}, {0x7f, -1, -1, -1}, {6, 64, 0, 1}};
        for (byte[] size : sizes) {
            try (Wire wire = lab.connect(1)) {
                wire.raw(size);
                notes.ask("size " + ByteBuffer.wrap(size).getInt(), wire::fate);
            }
        }
    }

    private static void controllerKeys(Lab lab, Notes notes) throws Exception {
        for (ApiKeys key : List.of(ApiKeys.VOTE, ApiKeys.BROKER_HEARTBEAT, ApiKeys.ALTER_PARTITION, ApiKeys.FETCH_SNAPSHOT)) {
            try (Wire wire = lab.connect(1)) {
                wire.send(key, key.latestVersion(), org.apache.kafka.common.message.ApiMessageType.fromApiKey(key.id).newRequest());
                notes.ask(key.name(), wire::fate);
            }
        }
    }

    private static void order(Lab lab, Notes notes) throws Exception {
        try (Wire wire = lab.connect(1)) {
            List<Integer> order = new ArrayList<>();
            wire.send(ApiKeys.FETCH, 12, new FetchRequestData().setMaxWaitMs(300).setMinBytes(1).setSessionEpoch(-1));
            wire.send(ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(List.of()));
            wire.send(ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(List.of()));
            for (int i = 0; i < 3; i++) {
                order.add(wire.frame().getInt());
            }
            notes.note("order", order);
        }
        notes.note("cluster id is there", !lab.ask(
                        ApiKeys.METADATA, 9, new MetadataRequestData().setTopics(List.of()), MetadataResponseData.class)
                .clusterId()
                .isEmpty());
    }
}
