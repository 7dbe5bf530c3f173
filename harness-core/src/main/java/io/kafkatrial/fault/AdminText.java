/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.fault;

import io.kafkatrial.engine.AdminAct;
import java.util.OptionalInt;

/** How what administrators do reads in one line. */
final class AdminText {

    private AdminText() {}

    static String describe(AdminAct act) {
        if (act instanceof AdminAct.MoveLeader move) {
            return "move the leader of " + move.partition() + to(move.to());
        }
        if (act instanceof AdminAct.ElectPreferred elect) {
            return "elect the preferred leader of " + elect.partition();
        }
        if (act instanceof AdminAct.Reassign reassign) {
            return "move " + reassign.partition() + " to brokers " + reassign.replicas();
        }
        if (act instanceof AdminAct.AddPartitions add) {
            return "raise " + add.topic() + " to " + add.total() + " partitions";
        }
        if (act instanceof AdminAct.CreateTopic create) {
            return "create topic " + create.topic();
        }
        if (act instanceof AdminAct.DeleteTopic delete) {
            return "delete topic " + delete.topic();
        }
        if (act instanceof AdminAct.RecreateTopic recreate) {
            return "delete topic " + recreate.topic() + " and create it again";
        }
        if (act instanceof AdminAct.DeleteRecords delete) {
            return "delete the records of " + delete.partition()
                    + (delete.before() < 0 ? "" : " before " + delete.before());
        }
        return ofSettings(act);
    }

    private static String ofSettings(AdminAct act) {
        if (act instanceof AdminAct.SetTopicConfig set) {
            return "set " + set.key() + " of topic " + set.topic() + " to "
                    + set.value().orElse("its default");
        }
        if (act instanceof AdminAct.SetBrokerConfig set) {
            return "set " + set.key() + " of "
                    + (set.broker().isPresent() ? "broker " + set.broker().getAsInt() : "all brokers") + " to "
                    + set.value().orElse("its default");
        }
        if (act instanceof AdminAct.DeleteOffsets delete) {
            return "delete the offsets of group " + delete.group() + " for " + delete.topic();
        }
        if (act instanceof AdminAct.RemoveMembers remove) {
            return "remove the members of group " + remove.group();
        }
        if (act instanceof AdminAct.SetQuota quota) {
            return "set " + quota.key() + " of "
                    + quota.user().map(user -> "user " + user + " ").orElse("")
                    + quota.clientId().map(id -> "client " + id + " ").orElse("") + "to "
                    + (quota.value().isPresent() ? String.valueOf(quota.value().getAsDouble()) : "no limit");
        }
        return "abort the transaction of " + ((AdminAct.AbortTransaction) act).transactionalId();
    }

    private static String to(OptionalInt broker) {
        return broker.isPresent() ? " to broker " + broker.getAsInt() : "";
    }
}
