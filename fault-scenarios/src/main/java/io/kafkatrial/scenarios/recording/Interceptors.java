/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The setting {@code interceptor.classes}, in the forms in which Kafka takes a list. Stateless. */
final class Interceptors {

    static final String SETTING = "interceptor.classes";

    private Interceptors() {}

    /** Those of a configuration, as names or classes; a list of one's own. */
    static List<Object> in(Map<String, Object> config) {
        Object own = config.get(SETTING);
        List<Object> interceptors = new ArrayList<>();
        if (own instanceof List<?> list) {
            interceptors.addAll(list);
        } else if (own instanceof String text && !text.isBlank()) {
            interceptors.addAll(List.of(text.trim().split("\\s*,\\s*")));
        }
        return interceptors;
    }

    /** Take out what records by itself, where a client is recorded already. */
    static void withoutRecording(Map<String, Object> config) {
        if (config.remove(Interception.HISTORY) != null || config.containsKey(SETTING)) {
            List<Object> others = in(config);
            others.removeIf(one -> one.equals(TrialInterceptor.class.getName()) || one.equals(TrialInterceptor.class));
            config.put(SETTING, others);
        }
    }
}
