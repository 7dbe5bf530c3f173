/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.security.authenticator.CredentialCache;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.metadata.ScramCredentialData;
import org.jspecify.annotations.Nullable;

/** The SCRAM credentials of the metadata, where Kafka's callback handlers look for them. Confined to the loop. */
final class ScramCredentials {

    private final CredentialCache cache = new CredentialCache();

    ScramCredentials() {
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            if (mechanism != ScramMechanism.UNKNOWN) {
                cache.createCache(mechanism.mechanismName(), ScramCredential.class);
            }
        }
    }

    CredentialCache cache() {
        return cache;
    }

    void onMetadata(MetadataDelta delta) {
        if (delta.scramDelta() == null) {
            return;
        }
        delta.scramDelta().changes().forEach((mechanism, changes) -> take(mechanism, changes));
    }

    private void take(ScramMechanism mechanism, Map<String, Optional<ScramCredentialData>> changes) {
        CredentialCache.@Nullable Cache<ScramCredential> known =
                cache.cache(mechanism.mechanismName(), ScramCredential.class);
        if (known == null) {
            return;
        }
        changes.forEach((user, credential) ->
                credential.ifPresentOrElse(data -> known.put(user, data.toCredential()), () -> known.remove(user)));
    }
}
