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
 * Claim that all is well again this long after the last fault was lifted: every partition has a leader and all its
 * replicas in sync, producers succeed, groups have read what was there, no transaction hangs. A verdict of its own,
 * beside those of {@link Delivers}; on a class it holds for each of its tests.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface Recovers {

    /** How long it may take: {@code 30s}. */
    String within();
}
