/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterClientQuotasOptions;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntityData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntryData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.OpData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialDeletion;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialUpsertion;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData.UserName;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** ACLs, SCRAM credentials and client quotas. */
final class AccessProbes {
    private AccessProbes() {}

    static List<Probe> all() {
        return List.of(
                new Probe("acls without an authorizer", AccessProbes::acls),
                new Probe("scram credentials: set, describe, delete", AccessProbes::scram),
                new Probe("scram credentials: what cannot be", AccessProbes::badScram),
                new Probe("client quotas: set, describe, remove", AccessProbes::quotas),
                new Probe("client quotas: what cannot be", AccessProbes::badQuotas));
    }

    private static void acls(Lab lab, Notes notes) {
        for (int version = 1; version <= 3; version++) {
            short asked = (short) version;
            notes.ask("describe " + version, () -> {
                var request = new DescribeAclsRequestData().setResourceTypeFilter((byte) 1).setPatternTypeFilter((byte) 1).setOperation((byte) 1).setPermissionType((byte) 1);
                var response = lab.ask(ApiKeys.DESCRIBE_ACLS, asked, request, DescribeAclsResponseData.class);
                return Lab.error(response.errorCode()) + " " + response.errorMessage() + response.resources();
            });
            notes.ask("create " + version, () -> {
                var acl = new CreateAclsRequestData.AclCreation().setResourceType((byte) 2).setResourceName("x").setPrincipal("User:a").setHost("*").setOperation((byte) 3).setPermissionType((byte) 3);
                var response = lab.ask(ApiKeys.CREATE_ACLS, asked, new CreateAclsRequestData().setCreations(List.of(acl, acl)), CreateAclsResponseData.class);
                return response.results().stream().map(it -> Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList();
            });
            notes.ask("delete " + version, () -> {
                var filter = new DeleteAclsRequestData.DeleteAclsFilter().setResourceTypeFilter((byte) 1).setPatternTypeFilter((byte) 1).setOperation((byte) 1).setPermissionType((byte) 1);
                var response = lab.ask(ApiKeys.DELETE_ACLS, asked, new DeleteAclsRequestData().setFilters(List.of(filter)), DeleteAclsResponseData.class);
                return response.filterResults().stream().map(it -> Lab.error(it.errorCode()) + ":" + it.errorMessage() + it.matchingAcls()).toList();
            });
        }
    }

    private static ScramCredentialUpsertion upsert(String user, int mechanism, int iterations) {
        return new ScramCredentialUpsertion().setName(user).setMechanism((byte) mechanism).setIterations(iterations)
                .setSalt("salty".getBytes(StandardCharsets.UTF_8)).setSaltedPassword(new byte[mechanism == 1 ? 32 : 64]);
    }

    private static ScramCredentialDeletion delete(String user, int mechanism) {
        return new ScramCredentialDeletion().setName(user).setMechanism((byte) mechanism);
    }

    private static String alter(Lab lab, List<ScramCredentialUpsertion> upsertions, List<ScramCredentialDeletion> deletions) throws Exception {
        var request = new AlterUserScramCredentialsRequestData().setUpsertions(upsertions).setDeletions(deletions);
        var response = lab.ask(ApiKeys.ALTER_USER_SCRAM_CREDENTIALS, 0, request, AlterUserScramCredentialsResponseData.class);
        return new TreeSet<>(response.results().stream().map(it -> it.user() + ":" + Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList()).toString();
    }

    private static String describe(Lab lab, String... users) throws Exception {
        var request = new DescribeUserScramCredentialsRequestData().setUsers(users.length == 0 ? null : List.of(users).stream().map(it -> new UserName().setName(it)).toList());
        var response = lab.ask(ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS, 0, request, DescribeUserScramCredentialsResponseData.class);
        return Lab.error(response.errorCode()) + " " + response.errorMessage() + new TreeSet<>(response.results().stream().map(it -> it.user() + ":" + Lab.error(it.errorCode()) + ":" + it.errorMessage()
                + new TreeSet<>(it.credentialInfos().stream().map(c -> c.mechanism() + "/" + c.iterations()).toList())).toList());
    }

    private static void scram(Lab lab, Notes notes) throws Exception {
        notes.ask("set", () -> alter(lab, List.of(upsert("sc-a", 1, 4096), upsert("sc-a", 2, 8192), upsert("sc-b", 1, 4096)), List.of()));
        notes.note("seen", lab.await(() -> describe(lab, "sc-a", "sc-b").contains("2/8192") && describe(lab, "sc-b").contains("1/4096")));
        notes.ask("two", () -> describe(lab, "sc-a", "sc-b"));
        notes.ask("all", () -> describe(lab));
        notes.ask("unknown and known", () -> describe(lab, "sc-none", "sc-a"));
        notes.ask("twice", () -> describe(lab, "sc-a", "sc-a"));
        notes.ask("replace and delete", () -> alter(lab, List.of(upsert("sc-b", 2, 4096)), List.of(delete("sc-a", 1))));
        notes.note("seen", lab.await(() -> !describe(lab, "sc-a").contains("1/4096") && describe(lab, "sc-b").contains("2/4096")));
        notes.ask("all", () -> describe(lab));
        notes.ask("delete all", () -> alter(lab, List.of(), List.of(delete("sc-a", 2), delete("sc-b", 1), delete("sc-b", 2))));
        notes.note("seen", lab.await(() -> describe(lab).endsWith("[]")));
    }

    private static void badScram(Lab lab, Notes notes) {
        notes.ask("nothing", () -> alter(lab, List.of(), List.of()));
        notes.ask("no name", () -> alter(lab, List.of(upsert("", 1, 4096)), List.of()));
        notes.ask("unknown mechanism", () -> alter(lab, List.of(upsert("sb-a", 9, 4096)), List.of()));
        notes.ask("too few iterations", () -> alter(lab, List.of(upsert("sb-a", 1, 4095)), List.of()));
        notes.ask("too many iterations", () -> alter(lab, List.of(upsert("sb-a", 1, 16385)), List.of()));
        notes.ask("twice", () -> alter(lab, List.of(upsert("sb-a", 1, 4096), upsert("sb-a", 1, 4097)), List.of()));
        notes.ask("both", () -> alter(lab, List.of(upsert("sb-a", 1, 4096)), List.of(delete("sb-a", 1))));
        notes.ask("delete what is not there", () -> alter(lab, List.of(), List.of(delete("sb-none", 1))));
        notes.ask("delete by an unknown mechanism", () -> alter(lab, List.of(), List.of(delete("sb-none", 9))));
        notes.ask("one of two is bad", () -> alter(lab, List.of(upsert("sb-a", 1, 1), upsert("", 1, 4096)), List.of()));
    }

    private static EntityData entity(String type, String name) {
        return new EntityData().setEntityType(type).setEntityName(name);
    }

    private static OpData op(String key, Double value) {
        return new OpData().setKey(key).setValue(value == null ? 0 : value).setRemove(value == null);
    }

    private static String alter(Lab lab, int version, boolean validateOnly, EntryData... entries) throws Exception {
        var request = new AlterClientQuotasRequestData().setEntries(List.of(entries)).setValidateOnly(validateOnly);
        var response = lab.ask(ApiKeys.ALTER_CLIENT_QUOTAS, version, request, AlterClientQuotasResponseData.class);
        return new TreeSet<>(response.entries().stream().map(it -> new TreeSet<>(it.entity().stream().map(e -> e.entityType() + "=" + e.entityName()).toList())
                + ":" + Lab.error(it.errorCode()) + ":" + it.errorMessage()).toList()).toString();
    }

    private static EntryData entry(List<EntityData> entity, OpData... ops) {
        return new EntryData().setEntity(entity).setOps(List.of(ops));
    }

    private static String filter(Lab lab, int version, boolean strict, ComponentData... components) throws Exception {
        var request = new DescribeClientQuotasRequestData().setStrict(strict).setComponents(List.of(components));
        var response = lab.ask(ApiKeys.DESCRIBE_CLIENT_QUOTAS, version, request, DescribeClientQuotasResponseData.class);
        var found = new TreeSet<String>();
        if (response.entries() != null) {
            response.entries().forEach(it -> found.add(new TreeSet<>(it.entity().stream().map(e -> e.entityType() + "=" + e.entityName()).toList())
                    + new TreeSet<>(it.values().stream().map(v -> v.key() + "=" + v.value()).toList()).toString()));
        }
        return Lab.error(response.errorCode()) + " " + response.errorMessage() + found;
    }

    private static ComponentData component(String type, int match, String name) {
        return new ComponentData().setEntityType(type).setMatchType((byte) match).setMatch(name);
    }

    private static void quotas(Lab lab, Notes notes) throws Exception {
        var user = List.of(entity("user", "cq-a"));
        var both = List.of(entity("user", "cq-a"), entity("client-id", "cq-c"));
        var anyClient = List.of(entity("client-id", null));
        notes.ask("validate only", () -> alter(lab, 1, true, entry(user, op("producer_byte_rate", 1e9))));
        notes.ask("nothing yet", () -> filter(lab, 1, false));
        notes.ask("set", () -> alter(lab, 1, false, entry(user, op("producer_byte_rate", 1e9), op("consumer_byte_rate", 2e9)), entry(both, op("request_percentage", 500.0)), entry(anyClient, op("controller_mutation_rate", 1e6))));
        lab.await(() -> filter(lab, 1, false).contains("controller_mutation_rate"));
        notes.ask("all", () -> filter(lab, 1, false));
        notes.ask("exact user", () -> filter(lab, 1, false, component("user", 0, "cq-a")));
        notes.ask("exact user, strict", () -> filter(lab, 1, true, component("user", 0, "cq-a")));
        notes.ask("default client", () -> filter(lab, 0, false, component("client-id", 1, null)));
        notes.ask("any client", () -> filter(lab, 0, false, component("client-id", 2, null)));
        notes.ask("any client, strict", () -> filter(lab, 0, true, component("client-id", 2, null)));
        notes.ask("unknown type", () -> filter(lab, 0, false, component("planet", 2, null)));
        notes.ask("a type twice", () -> filter(lab, 0, false, component("user", 2, null), component("user", 0, "x")));
        notes.ask("unknown match", () -> filter(lab, 0, false, component("user", 9, null)));
        notes.ask("ip and user", () -> filter(lab, 0, false, component("user", 2, null), component("ip", 2, null)));
        notes.ask("remove", () -> alter(lab, 0, false, entry(user, op("producer_byte_rate", null), op("consumer_byte_rate", null)), entry(both, op("request_percentage", null)), entry(anyClient, op("controller_mutation_rate", null))));
        lab.await(() -> filter(lab, 1, false).endsWith("[]"));
        notes.ask("gone", () -> filter(lab, 1, false));
        notes.ask("with the client", () -> lab.admin().alterClientQuotas(List.of(new ClientQuotaAlteration(new ClientQuotaEntity(Map.of("ip", "not an address")), List.of(new ClientQuotaAlteration.Op("connection_creation_rate", 4.0)))), new AlterClientQuotasOptions()).all().get());
    }

    private static void badQuotas(Lab lab, Notes notes) {
        var user = List.of(entity("user", "cb-a"));
        notes.ask("unknown key", () -> alter(lab, 1, false, entry(user, op("no_such_rate", 1.0))));
        notes.ask("negative", () -> alter(lab, 1, false, entry(user, op("producer_byte_rate", -1.0))));
        notes.ask("zero", () -> alter(lab, 1, true, entry(user, op("producer_byte_rate", 0.0))));
        notes.ask("fraction of a byte", () -> alter(lab, 1, true, entry(user, op("producer_byte_rate", 1.5))));
        notes.ask("fraction of a per cent", () -> alter(lab, 1, true, entry(user, op("request_percentage", 1.5))));
        notes.ask("unknown entity", () -> alter(lab, 1, false, entry(List.of(entity("planet", "mars")), op("producer_byte_rate", 1.0))));
        notes.ask("no entity", () -> alter(lab, 1, false, entry(List.of(), op("producer_byte_rate", 1.0))));
        notes.ask("no name", () -> alter(lab, 1, false, entry(List.of(entity("user", "")), op("producer_byte_rate", 1.0))));
        notes.ask("an entity's type twice", () -> alter(lab, 1, false, entry(List.of(entity("user", "a"), entity("user", "b")), op("producer_byte_rate", 1.0))));
        notes.ask("a key twice", () -> alter(lab, 1, true, entry(user, op("producer_byte_rate", 1.0), op("producer_byte_rate", 2.0))));
        notes.ask("ip and user", () -> alter(lab, 1, false, entry(List.of(entity("ip", "1.2.3.4"), entity("user", "a")), op("connection_creation_rate", 1.0))));
        notes.ask("key of another entity", () -> alter(lab, 1, false, entry(List.of(entity("ip", "1.2.3.4")), op("producer_byte_rate", 1.0))));
        notes.ask("good and bad", () -> alter(lab, 1, true, entry(user, op("producer_byte_rate", 1.0)), entry(List.of(entity("planet", "mars")), op("producer_byte_rate", 1.0))));
        notes.ask("remove what is not there", () -> alter(lab, 1, false, entry(user, op("producer_byte_rate", null))));
    }
}
