/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs the scenarios of its {@link Scenario} annotation and needs no method for it.
 *
 * <pre>
 * &#64;Scenario(tags = "replication")
 * class ReplicationTest implements ScenarioTests {}
 * </pre>
 */
@ExtendWith(ScenarioRuns.class)
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public interface ScenarioTests {

    /** Run by JUnit, once for each half. */
    @TestTemplate
    default void scenario() {
        // what there is to do is done before this
    }
}
