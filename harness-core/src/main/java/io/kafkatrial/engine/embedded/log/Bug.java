/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.log;

/**
 * A mistake the data plane can be made to make, so that tests can prove that the simulator would find it.
 *
 * <p>Every log knows its disk's bug, and the only way to give a disk one is a package-private constructor:
 * no setting, property or public method leads there, so a user cannot switch one on. In production the
 * bug of every disk is {@link #NONE} and costs a comparison with a final field.
 */
public enum Bug {
    /** No mistake. */
    NONE
}
