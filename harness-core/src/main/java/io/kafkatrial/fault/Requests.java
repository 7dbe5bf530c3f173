/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import static java.util.Objects.requireNonNull;

import io.kafkatrial.engine.WireRule;
import java.util.Optional;

/**
 * Which requests a fault is about, by Kafka's own terms. A value; begin with {@link #to}.
 *
 * @param from who asks; for most faults {@code clients}
 * @param to who is asked
 * @param api Kafka's name of the request, such as {@code Produce}; empty is any
 * @param clientId of the one who asks; empty is any
 * @param topic named in the request; empty is any. Only requests that name topics have one: Produce, Fetch,
 *     ListOffsets, Metadata, OffsetCommit, TxnOffsetCommit and AddPartitionsToTxn
 */
public record Requests(
        Target from, Target to, Optional<String> api, Optional<String> clientId, Optional<String> topic) {
    public Requests {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(api, "api");
        requireNonNull(clientId, "clientId");
        requireNonNull(topic, "topic");
    }

    /** All requests of this name from clients to these brokers. */
    public static Requests to(Target to, String api) {
        return new Requests(new Target.AllClients(), to, Optional.of(api), Optional.empty(), Optional.empty());
    }

    /** Those of them that come from these nodes. */
    public Requests from(Target source) {
        return new Requests(source, to, api, clientId, topic);
    }

    /** Those of them that come from clients with this {@code client.id}. */
    public Requests by(String client) {
        return new Requests(from, to, api, Optional.of(client), topic);
    }

    /** Those of them that name this topic. */
    public Requests about(String named) {
        return new Requests(from, to, api, clientId, Optional.of(named));
    }

    /** The same on one link. */
    WireRule.Match match(Direction direction) {
        return new WireRule.Match(direction.from(), direction.to(), api, clientId, topic);
    }

    /** What they are called: {@code Produce requests}. */
    String kind(boolean one) {
        return api.map(name -> name + " ").orElse("")
                + (one ? "request" : "requests")
                + topic.map(name -> " for topic " + name).orElse("")
                + clientId.map(id -> " by client " + id).orElse("");
    }
}
