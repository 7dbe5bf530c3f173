/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where a test ran, and what lies beside its report.
 *
 * @param clients the configurations of clients, by the client's name; secrets are masked here, so that none
 *     gets into a report
 * @param notes what stood in the way of a full history, one sentence each
 * @param files names of further files beside the report, such as {@code history.jsonl} or a broker's log
 */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public record Setting(Map<String, Map<String, String>> clients, List<String> notes, List<String> files) {

    /** Nothing is known. */
    public static final Setting NONE = new Setting(Map.of(), List.of(), List.of());

    public Setting {
        Map<String, Map<String, String>> masked = new LinkedHashMap<>();
        clients.forEach((client, config) -> masked.put(client, Secrets.mask(config)));
        clients = Map.copyOf(masked);
        notes = List.copyOf(notes);
        files = List.copyOf(files);
    }
}
