/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.check.Anomaly;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Say that the test must show these anomalies, all of them: it passes only if they are found, and fails if one is not.
 * What is expected does not break the claims of {@link Delivers}, {@link Available} and {@link Recovers} beside it;
 * everything else does. Without such a claim all other anomalies are ignored. On a method it replaces the class's.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Expect {

    /** What must be found, each kind at least once. */
    Anomaly.Kind[] value();
}
