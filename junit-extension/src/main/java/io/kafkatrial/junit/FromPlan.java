/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Take the faults of a plan file, and the seed they are drawn from; faults that are annotated beside it come too. The
 * file is looked for beside the test class, then as a path seen from the directory the test runs in.
 *
 * <p>On a class it holds for each of its tests.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface FromPlan {

    /** The file, for example {@code lost-leader.json}. */
    String value();
}
