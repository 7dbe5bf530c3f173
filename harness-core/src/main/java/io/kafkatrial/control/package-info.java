/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the process that runs a cluster and one that is attached to it say to each other.
 *
 * <p>The process of the cluster ({@code control.host}) listens on the loopback interface and writes a
 * {@link io.kafkatrial.control.ControlFile}: where, and the token that lets in whoever can read that file. Each side
 * sends lines of JSON: the attached one ({@code control.attached}) {@link io.kafkatrial.control.Asked}, the other
 * {@link io.kafkatrial.control.Told}. A {@link io.kafkatrial.control.Request} is a method of
 * {@link io.kafkatrial.engine.RunningCluster}, so that all above this port (faults, triggers, recorders, assertions) is
 * the same in an attached process, and works there. Both sides are of one version; the form is no public interface.
 */
@NullMarked
package io.kafkatrial.control;

import org.jspecify.annotations.NullMarked;
