/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.ClusterPool;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The pool all test classes of a run share; closed with the run. */
final class SharedPool implements Closing {

    private final ClusterPool pool = new ClusterPool();

    static ClusterPool of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedPool.class))
                .getOrComputeIfAbsent(SharedPool.class, key -> new SharedPool(), SharedPool.class)
                .pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
