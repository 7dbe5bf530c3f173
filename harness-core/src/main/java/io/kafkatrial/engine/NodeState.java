/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine;

/** What the harness knows of a broker's process. */
public enum NodeState {
    RUNNING,
    PAUSED,
    CRASHED,
    STOPPED
}
