/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.embedded;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.AdminOutcome;
import io.kafkatrial.engine.Complaints;
import java.util.OptionalInt;
import java.util.function.Function;

/** Does what administrators do, at the {@link Office}. Safe for use by several threads. */
final class Administration {

    private final AdminTopics topics;
    private final AdminClients clients;

    Administration(Office office, Function<String, OptionalInt> groups, Function<String, OptionalInt> transactions) {
        this.topics = new AdminTopics(office);
        this.clients = new AdminClients(office, groups, transactions);
    }

    AdminOutcome perform(AdminAct act) {
        if (act instanceof AdminAct.MoveLeader move) {
            return topics.moveLeader(move);
        } else if (act instanceof AdminAct.ElectPreferred elect) {
            return topics.electPreferred(elect);
        } else if (act instanceof AdminAct.Reassign reassign) {
            return topics.reassign(reassign);
        } else if (act instanceof AdminAct.AddPartitions add) {
            return topics.addPartitions(add);
        } else if (act instanceof AdminAct.CreateTopic create) {
            return topics.create(create);
        } else if (act instanceof AdminAct.DeleteTopic delete) {
            return topics.delete(delete);
        } else if (act instanceof AdminAct.RecreateTopic recreate) {
            return topics.recreate(recreate);
        } else if (act instanceof AdminAct.DeleteRecords delete) {
            return topics.deleteRecords(delete);
        }
        return performForClients(act);
    }

    private AdminOutcome performForClients(AdminAct act) {
        if (act instanceof AdminAct.SetTopicConfig set) {
            return clients.set(set);
        } else if (act instanceof AdminAct.SetBrokerConfig set) {
            return clients.set(set);
        } else if (act instanceof AdminAct.SetQuota set) {
            return clients.set(set);
        } else if (act instanceof AdminAct.DeleteOffsets delete) {
            return clients.deleteOffsets(delete);
        } else if (act instanceof AdminAct.RemoveMembers remove) {
            return clients.removeMembers(remove);
        } else if (act instanceof AdminAct.AbortTransaction abort) {
            return clients.abort(abort);
        }
        throw Complaints.adminRefused(act, "the embedded engine does not know it");
    }
}
