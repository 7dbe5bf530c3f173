/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Inject into a field by its type: {@code Cluster}, {@code Producer<K, V>}, {@code Consumer<K, V>},
 * {@code ShareConsumer<K, V>}, {@code Admin}, {@code ClusterSecurity} or {@code Effects}. An instance field is filled before each test, a static one before the
 * first; a field that has a value already is left alone.
 */
@Target({ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface FromCluster {}
