/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.engine.PlanFileComplaints;
import io.kafkatrial.engine.TrialException;

/**
 * Where a document comes from, for complaints.
 *
 * @param file what it is called
 * @param beside a field that is the document's own and none of the record's; empty if there is none
 */
record Source(String file, String beside) {

    /** The same, further inside the document. */
    Source inside() {
        return new Source(file, "");
    }

    /** The same, in an object that says its kind. */
    Source ofKind() {
        return new Source(file, KindForm.KIND);
    }

    TrialException mistake(Node node, String what) {
        return PlanFileComplaints.mistake(file, node.line(), what);
    }
}
