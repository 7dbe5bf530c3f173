/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.CodeComplaints;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.KRaftVersion;
import org.apache.kafka.server.common.MetadataVersion;

/** Reads and raises the finalized feature levels of a cluster. For one use by one thread. */
public final class FeatureDoor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Admin admin;

    /** Connect when needed. */
    public FeatureDoor(String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                "kafka-trial-features",
                "default.api.timeout.ms",
                Long.toString(PATIENCE.toMillis())));
    }

    /**
     * The levels a new cluster of this version has, by Kafka's names; those of the newest version we know of for one
     * that is newer. Without the one that tells how the quorum finds its voters, which is the harness's.
     */
    public static Map<String, Integer> ofVersion(String version) {
        MetadataVersion metadata = metadataVersion(version);
        Map<String, Integer> levels = new TreeMap<>();
        levels.put(MetadataVersion.FEATURE_NAME, (int) metadata.featureLevel());
        for (Feature feature : Feature.PRODUCTION_FEATURES) {
            if (!feature.featureName().equals(KRaftVersion.FEATURE_NAME)) {
                levels.put(feature.featureName(), (int) feature.defaultLevel(metadata));
            }
        }
        return levels;
    }

    private static MetadataVersion metadataVersion(String version) {
        try {
            return MetadataVersion.fromVersionString(version, false);
        } catch (IllegalArgumentException newer) {
            return MetadataVersion.latestProduction();
        }
    }

    /** The levels the cluster has finalized; a feature it does not use is at 0 or missing. */
    public Map<String, Integer> finalized() {
        Map<String, Integer> levels = new TreeMap<>();
        describe("of the cluster")
                .finalizedFeatures()
                .forEach((feature, range) -> levels.put(feature, (int) range.maxVersionLevel()));
        return levels;
    }

    /** Finalize the levels of this version; returns when it is done. */
    public void raise(String version) {
        FeatureMetadata now = describe(version);
        Map<String, Integer> finalized = finalized();
        Map<String, FeatureUpdate> updates = new TreeMap<>();
        ofVersion(version).forEach((feature, level) -> {
            SupportedVersionRange range = now.supportedFeatures().get(feature);
            int possible = range == null ? 0 : Math.min(level, range.maxVersion());
            if (possible > finalized.getOrDefault(feature, 0)) {
                updates.put(feature, new FeatureUpdate((short) possible, FeatureUpdate.UpgradeType.UPGRADE));
            }
        });
        if (!updates.isEmpty()) {
            get(admin.updateFeatures(updates).all(), version);
        }
    }

    private FeatureMetadata describe(String version) {
        return get(admin.describeFeatures().featureMetadata(), version);
    }

    private static <T> T get(KafkaFuture<T> done, String version) {
        try {
            return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw CodeComplaints.notFinalized(version, String.valueOf(refused.getCause()), refused.getCause());
        } catch (TimeoutException late) {
            throw CodeComplaints.notFinalized(version, "no answer within " + PATIENCE.toSeconds() + " s", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw CodeComplaints.notFinalized(version, "interrupted", stopped);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
