/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.quorum;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;

/** Something to be done at the active controller. */
@FunctionalInterface
public interface ControllerOperation<R> {

    /** Do it; runs at the controller, must not block. */
    CompletableFuture<R> at(Controller controller, ControllerRequestContext context);
}
