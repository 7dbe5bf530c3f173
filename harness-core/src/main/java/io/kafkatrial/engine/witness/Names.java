/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.witness;

import java.util.HashMap;
import java.util.Map;

/** Names for clients that may bear the same client id: {@code app}, {@code app-2}, … Guarded by the {@link Witness}. */
final class Names {

    private final Map<String, Integer> counts = new HashMap<>();

    String next(String clientId) {
        String wish = clientId.isEmpty() ? "client" : clientId;
        int count = counts.merge(wish, 1, Integer::sum);
        return count == 1 ? wish : wish + "-" + count;
    }
}
