/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * An invocation that ends before the test's body.
 *
 * @param message with what
 * @param failed whether as a failure; else it is skipped
 */
record InPlaceOfTheBody(String message, boolean failed) implements BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        if (failed) {
            throw new AssertionFailedError(message);
        }
        throw new TestAbortedException(message);
    }
}
