/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A request on its way.
 *
 * @param id tells the answer to whom it belongs; unlike that of every other of the connection
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record Asked(long id, Request request) {}
