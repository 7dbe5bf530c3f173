/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the first error a controller did not expect, and logs each. Safe for use by several threads. */
final class FatalErrors implements FaultHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(FatalErrors.class);

    private final AtomicReference<Throwable> first = new AtomicReference<>();

    @Override
    public RuntimeException handleFault(String message, Throwable cause) {
        FaultHandlerException fault = new FaultHandlerException(message, cause);
        first.compareAndSet(null, fault);
        LOGGER.error("A controller met an error it did not expect: {}", message, cause);
        return fault;
    }

    Optional<Throwable> first() {
        return Optional.ofNullable(first.get());
    }
}
