/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded.access;

import io.kafkatrial.engine.SecurityComplaints;
import io.kafkatrial.engine.embedded.api.Access;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.Plugin;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Apache Kafka's {@code StandardAuthorizer}, fed with the rules of one broker's metadata. Confined to the broker's
 * loop.
 */
public final class Rules implements Access {

    /** How its name ends, wherever its package is. */
    private static final String NAME = ".StandardAuthorizer";

    private final StandardAuthorizer authorizer;

    /**
     * Prepare.
     *
     * @param config the broker's configuration: {@code super.users}, {@code allow.everyone.if.no.acl.found}
     * @throws io.kafkatrial.engine.TrialException if another authorizer is configured, or this one refuses
     */
    public Rules(Map<String, String> config) {
        String name = config.getOrDefault("authorizer.class.name", "").strip();
        if (!name.endsWith(NAME)) {
            throw SecurityComplaints.authorizer(name);
        }
        authorizer = Plugin.wrapInstance(new StandardAuthorizer(), new Metrics(), "authorizer.class.name")
                .get();
        try {
            authorizer.configure(config);
        } catch (RuntimeException refused) {
            throw SecurityComplaints.refused(refused);
        }
        authorizer.completeInitialLoad();
    }

    /** Take over the rules of new metadata. */
    public void onMetadata(MetadataDelta delta) {
        if (delta.aclsDelta() == null) {
            return;
        }
        delta.aclsDelta()
                .changes()
                .forEach((id, change) ->
                        change.ifPresentOrElse(acl -> authorizer.addAcl(id, acl), () -> authorizer.removeAcl(id)));
    }

    @Override
    public boolean allows(AuthorizableRequestContext who, AclOperation operation, ResourceType type, String name) {
        ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
        List<Action> actions = List.of(new Action(operation, resource, 1, true, true));
        return authorizer.authorize(who, actions).get(0) == AuthorizationResult.ALLOWED;
    }

    @Override
    public boolean allowsSome(AuthorizableRequestContext who, AclOperation operation, ResourceType type) {
        return authorizer.authorizeByResourceType(who, operation, type) == AuthorizationResult.ALLOWED;
    }
}
