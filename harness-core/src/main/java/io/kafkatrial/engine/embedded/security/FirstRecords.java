/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.security;

import io.kafkatrial.engine.AclSpec;
import io.kafkatrial.engine.ClusterSecurity;
import io.kafkatrial.engine.SaslMechanism;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.metadata.ScramCredentialData;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAclWithId;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * The users and rules of a spec as records, to be the first of the cluster's metadata: no broker is let in before it
 * knows them. What {@code kafka-storage format --add-scram} does for users.
 */
public final class FirstRecords {

    private static final int ITERATIONS = 4096;

    private FirstRecords() {}

    /**
     * Make them.
     *
     * @param seed what the ids of the rules derive from
     */
    public static List<ApiMessageAndVersion> of(ClusterSecurity security, long seed) {
        List<ApiMessageAndVersion> records = new ArrayList<>();
        for (SaslMechanism mechanism : security.spec().mechanisms()) {
            if (mechanism.isScram()) {
                security.users().forEach((user, password) -> records.add(user(mechanism, user, password)));
            }
        }
        for (AclSpec acl : security.spec().authorization().acls()) {
            Uuid id = new Uuid(seed, records.size() + 1L);
            StandardAcl rule =
                    StandardAcl.fromAclBinding(binding(acl, security.spec().principal(acl.principal())));
            records.add(new ApiMessageAndVersion(new StandardAclWithId(id, rule).toRecord(), (short) 0));
        }
        return records;
    }

    private static ApiMessageAndVersion user(SaslMechanism how, String user, String password) {
        ScramMechanism mechanism = ScramMechanism.fromMechanismName(how.toString());
        try {
            ScramCredential made = new ScramFormatter(
                            org.apache.kafka.common.security.scram.internals.ScramMechanism.forMechanismName(
                                    how.toString()))
                    .generateCredential(password, ITERATIONS);
            var data = new ScramCredentialData(made.salt(), made.storedKey(), made.serverKey(), made.iterations());
            return new ApiMessageAndVersion(data.toRecord(user, mechanism), (short) 0);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has the hash of " + how, impossible);
        }
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
