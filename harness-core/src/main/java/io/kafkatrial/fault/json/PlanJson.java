/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.engine.PlanFileComplaints;
import io.kafkatrial.fault.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Plans as JSON; the form is described in {@code docs/plan.md} and {@code docs/plan-schema.json}. Stateless. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class PlanJson {

    private PlanJson() {}

    /** The plan as a document. */
    public static String write(Plan plan) {
        return RecordJson.write(plan);
    }

    /**
     * The plan in this text.
     *
     * @param file what complaints call it
     * @throws io.kafkatrial.engine.TrialException naming the line, what is wrong there, and what was meant perhaps
     */
    public static Plan read(String file, String text) {
        return RecordJson.read(Plan.class, file, text);
    }

    /**
     * The plan in this file.
     *
     * @throws io.kafkatrial.engine.TrialException if it cannot be read, or is no plan; naming the line and the cause
     */
    public static Plan read(Path file) {
        return read(file.toString(), text(file));
    }

    /**
     * What is in a file.
     *
     * @throws io.kafkatrial.engine.TrialException if it cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw PlanFileComplaints.unreadable(file, unreadable);
        }
    }

    /** The JSON Schema of plans. */
    public static String schema() {
        return RecordSchema.of(Plan.class, "A plan of faults of Kafka Trial");
    }
}
