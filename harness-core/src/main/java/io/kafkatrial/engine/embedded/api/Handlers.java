/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import io.kafkatrial.engine.embedded.api.Served.Versions;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one broker, by API key; what is registered here is served and advertised, nothing
 * else. Fill it while the node is built, before the router gets it: not safe for threads, not changed
 * afterwards.
 */
public final class Handlers {

    private final Map<ApiKeys, Registered<?>> byKey = new EnumMap<>(ApiKeys.class);
    private final VersionCaps caps;
    private final Guards guards;

    private Handlers(VersionCaps caps, Guards guards) {
        this.caps = caps;
        this.guards = guards;
    }

    /** Of a broker that serves whatever it can, to anybody. */
    public Handlers() {
        this(VersionCaps.NONE, Guards.NONE);
    }

    /**
     * Of a broker that serves what its configuration leaves it, see {@code trial.max.version.NAME}.
     *
     * @param guards stand in front of every handler
     */
    public Handlers(BrokerConfig config, Guards guards) {
        this(VersionCaps.of(config.values()), guards);
    }

    /**
     * Register the handler for one API key.
     *
     * @param type the class Kafka parses this request to
     * @throws IllegalArgumentException if the key has a handler, or no versions in the table of served ones
     */
    public <Q extends AbstractRequest> Handlers on(ApiKeys key, Class<Q> type, Handler<Q> handler) {
        Versions versions = Served.table().get(key);
        if (versions == null) {
            throw new IllegalArgumentException("no served versions of " + key + " in the table");
        }
        if (byKey.containsKey(key)) {
            throw new IllegalArgumentException("two handlers for " + key);
        }
        caps.limit(key, versions)
                .ifPresent(left -> byKey.put(key, new Registered<>(left, type, guards.before(key, handler))));
        return this;
    }

    @Nullable
    Registered<?> find(ApiKeys key) {
        return byKey.get(key);
    }

    /** The versions of every registered key. */
    Map<ApiKeys, Versions> served() {
        Map<ApiKeys, Versions> served = new EnumMap<>(ApiKeys.class);
        byKey.forEach((key, registered) -> served.put(key, registered.versions()));
        return served;
    }

    /** One handler with the versions it is asked for and the class of its requests. */
    record Registered<Q extends AbstractRequest>(Versions versions, Class<Q> type, Handler<Q> handler) {
        CompletionStage<? extends AbstractResponse> handle(AbstractRequest request, RequestScope scope) {
            return handler.handle(type.cast(request), scope);
        }
    }
}
