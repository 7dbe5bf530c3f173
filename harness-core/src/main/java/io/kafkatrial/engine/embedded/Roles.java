/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one process of the cluster is.
 *
 * @param broker its seat as a broker, if it is one
 * @param controller its id as a controller, if it is one
 */
record Roles(Optional<Seat> broker, OptionalInt controller) {}
