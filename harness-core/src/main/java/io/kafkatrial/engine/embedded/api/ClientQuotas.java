/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.image.ClientQuotaImage;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of this broker's clients (KIP-13, KIP-124): how much each may send, read, and take of the
 * broker's time, and how long one that takes more has to wait. As in Kafka the rate is sampled over
 * {@code quota.window.num} windows of {@code quota.window.size.seconds}, the most specific quota counts, and
 * the wait is what brings the rate back to the quota if nothing else comes. Quotas come with the metadata and
 * count at once.
 *
 * <p>{@code request_percentage} is measured by the time the broker's loop spends on a request: Kafka adds that
 * of its network threads, and has several threads of each. Not enforced: {@code controller_mutation_rate} and
 * {@code connection_creation_rate}.
 *
 * <p>Confined to the broker's loop.
 */
final class ClientQuotas {

    static final String PRODUCE = "producer_byte_rate";
    static final String FETCH = "consumer_byte_rate";
    static final String REQUEST = "request_percentage";

    private static final double NANOS_TO_PERCENT = 100.0 / TimeUnit.SECONDS.toNanos(1);
    private static final int MANY = 10_000;

    private final KRaftMetadataCache metadata;
    private final LongSupplier elapsedMs;
    private final int windows;
    private final int windowSeconds;
    private final Map<Share, Rate> rates = new HashMap<>();

    /** Who shares a rate: all clients of the user, all users of the client id, or that client of that user. */
    private record Share(String quota, @Nullable String user, @Nullable String client) {}

    /** A limit and who shares it. */
    private record Limit(double perSecond, Share share) {}

    ClientQuotas(BrokerView broker, LongSupplier elapsedMs) {
        this.metadata = broker.metadata();
        this.elapsedMs = elapsedMs;
        this.windows = broker.config().number("quota.window.num", 11);
        this.windowSeconds = broker.config().number("quota.window.size.seconds", 1);
    }

    /** Whether any client has a quota. */
    boolean any() {
        return !metadata.currentImage().clientQuotas().isEmpty();
    }

    /** Count the bytes of a produce request; how long the client has to wait, in milliseconds. */
    int produced(RequestScope scope, int bytes) {
        return limit(PRODUCE, scope).map(limit -> waitMs(limit, bytes)).orElse(0);
    }

    /** Count the bytes of a fetch response, unless the client has to wait: then it is not to be sent. */
    int fetched(RequestScope scope, int bytes) {
        return limit(FETCH, scope)
                .map(limit -> {
                    int waitMs = waitMs(limit, bytes);
                    if (waitMs > 0) {
                        rate(limit).record(config(), -bytes, elapsedMs.getAsLong());
                    }
                    return waitMs;
                })
                .orElse(0);
    }

    /** The largest fetch response that does not break the quota by itself. */
    int largestFetch(RequestScope scope) {
        return limit(FETCH, scope)
                .map(limit -> (int) Math.min(Integer.MAX_VALUE, limit.perSecond() * (windows - 1) * windowSeconds))
                .orElse(Integer.MAX_VALUE);
    }

    /** Count the time a request took; how long the client has to wait, in milliseconds, one window at most. */
    int handled(RequestScope scope, long nanos) {
        return limit(REQUEST, scope)
                .map(limit -> Math.min(waitMs(limit, nanos * NANOS_TO_PERCENT), windowSeconds * 1000))
                .orElse(0);
    }

    private int waitMs(Limit limit, double amount) {
        long nowMs = elapsedMs.getAsLong();
        MetricConfig config = config();
        Rate rate = rate(limit);
        rate.record(config, amount, nowMs);
        double excess = rate.measure(config, nowMs) - limit.perSecond();
        return excess <= 0
                ? 0
                : (int) Math.min(
                        Integer.MAX_VALUE, Math.round(excess / limit.perSecond() * rate.windowSize(config, nowMs)));
    }

    private MetricConfig config() {
        return new MetricConfig().timeWindow(windowSeconds, TimeUnit.SECONDS).samples(windows);
    }

    private Rate rate(Limit limit) {
        if (rates.size() > MANY) {
            rates.clear(); // client ids nobody uses again; Kafka forgets them after an hour
        }
        return rates.computeIfAbsent(limit.share(), share -> new Rate());
    }

    /** The limit that counts for a client: Kafka's order, the most specific first. */
    private Optional<Limit> limit(String quota, RequestScope scope) {
        if (!any()) {
            return Optional.empty();
        }
        String user = scope.client().principal().getName();
        String client = scope.clientId();
        List<Optional<Limit>> order = new ArrayList<>();
        for (String named : new String[] {user, null}) {
            order.add(find(new Share(quota, user, client), entity(named, client)));
            order.add(find(new Share(quota, user, client), entity(named, null)));
            order.add(find(new Share(quota, user, null), only(ClientQuotaEntity.USER, named)));
        }
        order.add(find(new Share(quota, null, client), only(ClientQuotaEntity.CLIENT_ID, client)));
        order.add(find(new Share(quota, null, client), only(ClientQuotaEntity.CLIENT_ID, null)));
        return order.stream().flatMap(Optional::stream).findFirst();
    }

    private Optional<Limit> find(Share share, ClientQuotaEntity entity) {
        ClientQuotaImage quotas =
                metadata.currentImage().clientQuotas().entities().get(entity);
        return Optional.ofNullable(quotas)
                .map(all -> all.quotas().get(share.quota()))
                .map(perSecond -> new Limit(perSecond, share));
    }

    private static ClientQuotaEntity entity(@Nullable String user, @Nullable String client) {
        Map<String, String> names = new HashMap<>();
        names.put(ClientQuotaEntity.USER, user);
        names.put(ClientQuotaEntity.CLIENT_ID, client);
        return new ClientQuotaEntity(names);
    }

    private static ClientQuotaEntity only(String type, @Nullable String name) {
        Map<String, String> names = new HashMap<>();
        names.put(type, name);
        return new ClientQuotaEntity(names);
    }
}
