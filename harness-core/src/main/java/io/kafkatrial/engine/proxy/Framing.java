/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.proxy;

/** What the proxy takes for one message. */
public enum Framing {
    /** A frame of Kafka's protocol: counted, delayed and held as one, and shown to the {@link Tap}. */
    KAFKA,
    /** Whatever bytes come together, for what cannot be read, such as TLS. */
    BYTES
}
