/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of one type are written and read. */
interface Form {

    void write(JsonGenerator out, Object value) throws IOException;

    /** The value of this node. */
    Object read(Source source, Node node);

    /** A JSON Schema of it; {@code definitions} take the schemas that have a name. */
    Map<String, Object> schema(Map<String, Object> definitions);

    /** The value of a component that is left out; null if it must be there. */
    default @Nullable Object absent() {
        return null;
    }
}
