/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.api;

import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.security.authorizer.AclEntry;

/** The operations a client may do (KIP-430): all of them, for a broker without an authorizer. */
final class AuthorizedOperations {

    /** What the schema says when nobody asked. */
    static final int NOT_ASKED = Integer.MIN_VALUE;

    private AuthorizedOperations() {}

    static int on(ResourceType type) {
        return Utils.to32BitField(AclEntry.supportedOperations(type).stream()
                .map(AclOperation::code)
                .collect(Collectors.toSet()));
    }
}
