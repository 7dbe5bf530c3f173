/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.Capability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Run the test only on an engine that has these levers; on another it is skipped, with the reason. For tests that pull
 * levers by hand: what annotations need is known without.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface RequiresLevers {

    /** All of them. */
    Capability[] value();
}
