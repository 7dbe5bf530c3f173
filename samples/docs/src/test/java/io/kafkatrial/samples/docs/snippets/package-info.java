/* SPDX-License-Identifier: Apache-2.0 */
/** What the documentation shows, between {@code tag::} and {@code end::}; it runs as tests. */
@NullMarked
package io.kafkatrial.samples.docs.snippets;

import org.jspecify.annotations.NullMarked;
