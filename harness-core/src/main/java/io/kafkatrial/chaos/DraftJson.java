/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.chaos;

import io.kafkatrial.fault.json.PlanJson;
import io.kafkatrial.fault.json.RecordJson;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Drafts as JSON: a plan beside a load. Stateless. */
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public final class DraftJson {

    private static final Pattern PLAN = Pattern.compile("\"plan\"\\s*:");

    private DraftJson() {}

    /** The draft as a document. */
    public static String write(Draft draft) {
        return RecordJson.write(draft);
    }

    /**
     * The draft in this file; a plan alone is one of the usual load.
     *
     * @throws io.kafkatrial.engine.TrialException if it cannot be read, or is none; naming the line and the cause
     */
    public static Draft read(Path file) {
        return read(file.toString(), PlanJson.text(file));
    }

    /**
     * The draft in this text; a plan alone is one of the usual load.
     *
     * @param file what complaints call it
     * @throws io.kafkatrial.engine.TrialException if it is none; naming the line and the cause
     */
    public static Draft read(String file, String text) {
        return PLAN.matcher(text).find()
                ? RecordJson.read(Draft.class, file, text)
                : new Draft(PlanJson.read(file, text), Load.usual());
    }
}
