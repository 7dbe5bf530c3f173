/* SPDX-License-Identifier: Apache-2.0 */
/** Keeps the documentation honest: snippets, links, tables and names are compared with the code. */
@NullMarked
package io.kafkatrial.samples.docs;

import org.jspecify.annotations.NullMarked;
