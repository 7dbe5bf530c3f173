/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.apache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.engine.apache.code.CodePlace;
import io.kafkatrial.engine.apache.code.CodePoints;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The named points are where the list says, in the jars of each version this machine has. */
class CodePointsTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.7.2", "3.9.1", "4.0.1", "4.1.1", "4.3.1"})
    void everyNamedPointIsInTheJars(String version) {
        Available.locallyOrSkip(version);
        CodePoints points = CodeFaults.points(Installation.of(version));

        assertThat(points.names())
                .contains(
                        "before-append",
                        "after-append",
                        "before-high-watermark",
                        "before-txn-prepare-written",
                        "before-markers-sent",
                        "before-offset-commit-append");
        for (String name : points.names()) {
            for (CodePlace place : points.find(name)) {
                assertThat(points.find(place.type() + "#" + place.method()))
                        .as(name)
                        .hasSize(1);
            }
        }
    }
}
