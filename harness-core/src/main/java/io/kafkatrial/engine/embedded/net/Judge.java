/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.net;

import io.kafkatrial.engine.Endpoint;
import io.kafkatrial.engine.link.Link;
import io.kafkatrial.engine.wire.Decision;
import io.kafkatrial.engine.wire.Sight;
import io.kafkatrial.engine.wire.WireTable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Knows who asks on a connection, and what becomes of each request by the rules for single requests. Confined to the
 * event loop of the connection, but for {@link #client} and {@link #alone}, which anybody may ask.
 */
final class Judge {

    private final Listener.Settings settings;
    private final WireTable.Reader reader;
    private volatile @Nullable String client;

    Judge(Listener.Settings settings) {
        this.settings = settings;
        this.reader = settings.table().reader();
    }

    /** What the client calls itself; null as long as it has said nothing. */
    @Nullable
    String client() {
        return client;
    }

    /** The link of this client alone; null as long as it has said nothing, or no fault is about single clients. */
    @Nullable
    Link alone(boolean there) {
        if (client == null || !settings.links().knowsClients()) {
            return null;
        }
        Endpoint self = Endpoint.client(client);
        return there
                ? settings.links().link(self, settings.self())
                : settings.links().link(settings.self(), self);
    }

    /** What becomes of the request that is next in turn. */
    Asked judge(int turn, ByteBuffer frame) {
        WireTable table = settings.table();
        if (table.isLeftOut()) {
            return new Asked(turn, frame, Decision.PASS, null);
        }
        if (client != null && table.isIdle() && !WireTable.isMemorable(frame)) {
            return new Asked(turn, frame, Decision.PASS, null);
        }
        Sight sight = reader.look(frame).orElse(null);
        if (sight == null) {
            return new Asked(turn, frame, Decision.PASS, null);
        }
        if (client == null) {
            client = sight.clientId();
        }
        return new Asked(turn, frame, table.judge(Endpoint.clients(), settings.self(), sight), table.remember(sight));
    }
}
