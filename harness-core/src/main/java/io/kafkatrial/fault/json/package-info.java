/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Plans, and documents like them, as JSON and YAML, to be kept, changed by hand and run again. {@link
 * io.kafkatrial.fault.json.PlanJson} writes and reads; {@link io.kafkatrial.fault.json.RecordJson} derives the form from the records themselves, so that a new kind of fault
 * needs no line here; {@link io.kafkatrial.fault.json.RecordSchema} derives a JSON Schema from the same. Reading goes over
 * a tree of {@code Node}s that know their lines, so that a mistake is reported with the line it stands in.
 */
@NullMarked
package io.kafkatrial.fault.json;

import org.jspecify.annotations.NullMarked;
