/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Something JUnit's store closes: by {@code CloseableResource} up to 5.12, by {@code AutoCloseable} since
 * 5.13. Where a version knows both it closes once.
 */
@SuppressWarnings("deprecation")
interface Closing extends AutoCloseable, ExtensionContext.Store.CloseableResource {
    @Override
    void close();
}
