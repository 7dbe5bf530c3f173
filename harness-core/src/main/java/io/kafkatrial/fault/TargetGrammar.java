/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.Complaints;
import io.kafkatrial.engine.PartitionId;

/** The text form of {@link Target}. */
final class TargetGrammar {

    private TargetGrammar() {}

    static Target parse(String text) {
        int colon = text.indexOf(':');
        String role = colon < 0 ? text : text.substring(0, colon);
        String whose = colon < 0 ? "" : text.substring(colon + 1);
        return colon < 0 ? parseRole(text) : parseRoleOf(role, whose, text);
    }

    private static Target parseRole(String text) {
        return switch (text) {
            case "controller" -> new Target.ActiveController();
            case "controllers-minority" -> new Target.MinorityOfControllers();
            case "brokers-minority" -> new Target.MinorityOfBrokers();
            case "controllers" -> new Target.AllControllers();
            case "brokers" -> new Target.AllBrokers();
            case "clients" -> new Target.AllClients();
            case "any" -> new Target.AnyBroker();
            default -> throw Complaints.target(text, "it is none of the known forms");
        };
    }

    private static Target parseRoleOf(String role, String whose, String text) {
        if (whose.isEmpty()) {
            throw Complaints.target(text, "nothing follows the colon");
        }
        return switch (role) {
            case "broker" -> new Target.BrokerId(id(text, "broker", whose));
            case "leader" -> new Target.LeaderOf(partition(whose, /* where= */ text));
            case "follower" -> new Target.FollowerOf(partition(whose, /* where= */ text));
            case "followers" -> new Target.FollowersOf(partition(whose, /* where= */ text));
            case "replicas" -> new Target.ReplicasOf(partition(whose, /* where= */ text));
            case "txn-coordinator" -> new Target.TxnCoordinatorOf(whose);
            case "controller" -> new Target.ControllerId(id(text, "controller", whose));
            case "client" -> new Target.ClientId(whose);
            case "member" -> member(whose, text);
            case "producer" -> new Target.ProducerOf(whose);
            case "coordinator" -> new Target.CoordinatorOf(whose);
            default -> throw Complaints.target(text, "'" + role + "' is no role");
        };
    }

    /** {@code GROUP} or {@code GROUP/2}; the last slash counts, if a number follows it. */
    private static Target member(String whose, String text) {
        if (!endsWithNumber(whose)) {
            return new Target.Member(whose, 0);
        }
        int slash = whose.lastIndexOf('/');
        if (slash == 0) {
            throw Complaints.target(text, "no group is named before the slash");
        }
        return new Target.Member(whose.substring(0, slash), Integer.parseInt(whose.substring(slash + 1)));
    }

    /** Whether a text ends like {@code /2}. */
    static boolean endsWithNumber(String text) {
        String digits = text.substring(text.lastIndexOf('/') + 1);
        return text.indexOf('/') >= 0 && digits.matches("\\d{1,10}") && Long.parseLong(digits) <= Integer.MAX_VALUE;
    }

    private static int id(String text, String whose, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException notANumber) {
            throw Complaints.target(text, "'" + digits + "' is no " + whose + " id");
        }
    }

    /** Parse a partition named in {@code where}. */
    static PartitionId partition(String partition, String where) {
        try {
            return PartitionId.parse(partition);
        } catch (IllegalArgumentException notAPartition) {
            throw Complaints.target(where, "'" + partition + "' is no partition (TOPIC-NUMBER, for example orders-0)");
        }
    }
}
