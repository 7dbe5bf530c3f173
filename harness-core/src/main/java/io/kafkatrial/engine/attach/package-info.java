/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The engine that works on a cluster somebody else runs: on Kubernetes, in a data centre. It looks on as an administrator,
 * pulls the levers of processes by commands of the user's, and those of clients' links by doors that the brokers' answers are
 * made to lead to. Start at {@link io.kafkatrial.engine.attach.AttachEngine}.
 */
@NullMarked
package io.kafkatrial.engine.attach;

import org.jspecify.annotations.NullMarked;
