/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One handler for each Kafka API key: from the parsed request to the response.
 */
@NullMarked
package io.kafkatrial.engine.embedded.api;

import org.jspecify.annotations.NullMarked;
