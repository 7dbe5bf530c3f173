/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.metadata;

import io.kafkatrial.engine.AclSpec;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.SaslMechanism;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The users and the access rules of a spec as Kafka knows them.
 *
 * @param users those who log in by SCRAM, once for each mechanism
 * @param rules the access rules
 */
record Admission(List<UserScramCredentialAlteration> users, List<AclBinding> rules) {

    private static final int ITERATIONS = 4096;

    static Admission of(ClusterSecurity security) {
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        for (SaslMechanism mechanism : security.spec().mechanisms()) {
            if (mechanism.isScram()) {
                ScramCredentialInfo how =
                        new ScramCredentialInfo(ScramMechanism.fromMechanismName(mechanism.toString()), ITERATIONS);
                security.users()
                        .forEach((user, password) -> users.add(new UserScramCredentialUpsertion(user, how, password)));
            }
        }
        List<AclBinding> rules = security.spec().authorization().acls().stream()
                .map(acl -> binding(acl, security.spec().principal(acl.principal())))
                .distinct()
                .toList();
        return new Admission(users, rules);
    }

    private static AclBinding binding(AclSpec acl, String principal) {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.valueOf(acl.resource().name()),
                        acl.name(),
                        acl.prefixed() ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry(
                        principal,
                        "*",
                        AclOperation.valueOf(acl.operation().name()),
                        acl.allow() ? AclPermissionType.ALLOW : AclPermissionType.DENY));
    }
}
