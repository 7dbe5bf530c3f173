/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.history.Tale;
import java.util.ArrayList;
import java.util.List;

/** What was found in a tale, whatever the guarantee. */
final class Judged {

    private Judged() {}

    static List<Anomaly> all(Verdict verdict) {
        List<Anomaly> all = new ArrayList<>(verdict.notes());
        if (verdict instanceof Verdict.Fail fail) {
            all.addAll(fail.anomalies());
        }
        return all;
    }

    /** The anomalies of this kind. */
    static List<Anomaly> of(Tale tale, Anomaly.Kind kind) {
        return of(Guarantee.EXACTLY_ONCE, tale, kind);
    }

    static List<Anomaly> of(Claim claim, Tale tale, Anomaly.Kind kind) {
        return all(Verdicts.of(claim, tale.end())).stream()
                .filter(anomaly -> anomaly.kind() == kind)
                .toList();
    }

    static Anomaly shows(Anomaly.Kind kind, Tale tale) {
        List<Anomaly> found = of(tale, kind);
        assertThat(found).as("%s", kind).hasSize(1);
        return found.get(0);
    }

    static void doesNotShow(Anomaly.Kind kind, Tale tale) {
        assertThat(of(tale, kind)).as("%s", kind).isEmpty();
    }
}
