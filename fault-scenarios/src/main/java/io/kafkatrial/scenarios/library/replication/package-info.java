/* SPDX-License-Identifier: Apache-2.0 */
/** The chapter on what becomes of records between the producer and the replicas. */
@NullMarked
package io.kafkatrial.scenarios.library.replication;

import org.jspecify.annotations.NullMarked;
