/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import io.kafkatrial.engine.PlanFileComplaints;
import io.kafkatrial.engine.TrialException;

/**
 * Where a document comes from, for complaints.
 *
 * @param file what it is called
 * @param beside a field that is the document's own and none of the record's; empty if there is none
 * @param path the fields on the way to what is read; said where nobody knows the line
 */
record Source(String file, String beside, String path) {

    /** A document. */
    Source(String file, String beside) {
        this(file, beside, "");
    }

    /** The same, further inside the document. */
    Source inside() {
        return new Source(file, "", path);
    }

    /** The same, in a field of an object. */
    Source inside(String field) {
        return new Source(file, "", path.isEmpty() ? field : path + "." + field);
    }

    /** The same, in an object that says its kind. */
    Source ofKind() {
        return new Source(file, KindForm.KIND, path);
    }

    TrialException mistake(Node node, String what) {
        String place = node.line() > 0 || path.isEmpty() ? file : file + ", " + path;
        return PlanFileComplaints.mistake(place, node.line(), what);
    }
}
