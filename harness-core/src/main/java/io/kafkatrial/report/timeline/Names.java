/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers things in the order in which they turn up, from 0. Confined to one rendering. */
final class Names<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> all = new ArrayList<>();

    int number(T name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        numbers.put(name, all.size());
        all.add(name);
        return all.size() - 1;
    }

    List<T> all() {
        return all;
    }
}
