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
 * Inject what clients of the application's own need into a {@code Map<String, Object>} or {@code java.util.Properties}:
 * the bootstrap servers, how to log in ({@link As}), and the interceptor that records what they do, so that the
 * application is on trial without a line of it changed. What {@link ClientConfig} says is added; an
 * {@code interceptor.classes} of its own keeps its place before the recording one. The application may change its copy.
 *
 * <p>The interceptor is left out where it would record twice or not at all: with {@code -Dtrial.record=wire} or
 * {@code off}. What it is not told of: see {@link io.kafkatrial.scenarios.recording.TrialInterceptor}.
 */
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@API(status = Status.EXPERIMENTAL, since = "0.1.0")
public @interface ClientProperties {}
