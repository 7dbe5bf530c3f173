/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A cluster of the command line on trial, with whoever uses it: the integration tests of a build, an application in any
 * language. The core's command line finds {@link io.kafkatrial.scenarios.build.BuildTribunal} where Kafka's clients are on
 * the class path, and asks it to record the wire from the start of the cluster and to judge when it ends.
 */
@NullMarked
package io.kafkatrial.scenarios.build;

import org.jspecify.annotations.NullMarked;
