/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.CipherInformation;
import org.apache.kafka.common.network.ClientInformation;

/** Where Kafka counts the software of its clients, for metrics nobody reads here. Immutable. */
final class NoRegistry implements ChannelMetadataRegistry {

    @Override
    public void registerCipherInformation(CipherInformation cipher) {}

    @Override
    public CipherInformation cipherInformation() {
        return new CipherInformation("", "");
    }

    @Override
    public void registerClientInformation(ClientInformation client) {}

    @Override
    public ClientInformation clientInformation() {
        return ClientInformation.EMPTY;
    }

    @Override
    public void close() {}
}
