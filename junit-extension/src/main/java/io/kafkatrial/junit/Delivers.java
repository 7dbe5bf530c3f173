/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.check.Claim;
import io.kafkatrial.check.Guarantee;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Claim what the application guarantees. After the test body all faults are healed, all topics sent to are
 * read to their ends, and the claim is judged by the recorded history; a broken claim fails the test with
 * the evidence. On a class it holds for each of its tests; on a method it replaces the class's.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Delivers {

    /** The guarantees; each is judged. */
    Guarantee[] value() default {};

    /** Claims of one's own, each a class with a constructor without parameters; each is judged. */
    Class<? extends Supplier<? extends Claim>>[] custom() default {};

    /** Whether a verdict that proves nothing (no fault bit, nothing was sent) passes. */
    boolean allowVacuous() default false;
}
