/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.engine.AdminAct;
import io.kafkatrial.engine.TrialException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What an {@link Administer} says. */
final class AdminActs {

    private static final List<String> ACTS = List.of(
            "moveLeader",
            "electPreferred",
            "reassign",
            "addPartitions",
            "createTopic",
            "deleteTopic",
            "recreateTopic",
            "deleteRecords",
            "topicConfig",
            "brokerConfig",
            "deleteOffsets",
            "removeMembers",
            "quota",
            "abortTransaction");

    private AdminActs() {}

    /** The acts that are given. */
    static List<String> given(Attributes attributes) {
        return ACTS.stream().filter(act -> attributes.given(act).isPresent()).toList();
    }

    /** The one act that is given. */
    static AdminAct of(Attributes a) {
        List<String> given = given(a);
        if (given.size() != 1) {
            throw JunitComplaints.adminActs(given, ACTS);
        }
        return switch (given.get(0)) {
            case "moveLeader" -> new AdminAct.MoveLeader(a.partition("moveLeader"), only(a.numbers("to")));
            case "electPreferred" -> new AdminAct.ElectPreferred(a.partition("electPreferred"));
            case "reassign" ->
                new AdminAct.Reassign(
                        a.partition("reassign"),
                        IntStream.of(a.numbers("to")).boxed().toList());
            case "addPartitions" -> new AdminAct.AddPartitions(a.text("addPartitions"), a.number("total"));
            case "createTopic" ->
                new AdminAct.CreateTopic(a.text("createTopic"), a.number("total") == 0 ? -1 : a.number("total"), -1);
            case "deleteTopic" -> new AdminAct.DeleteTopic(a.text("deleteTopic"));
            case "recreateTopic" -> new AdminAct.RecreateTopic(a.text("recreateTopic"));
            case "deleteRecords" -> new AdminAct.DeleteRecords(a.partition("deleteRecords"), a.count("before"));
            case "deleteOffsets" -> new AdminAct.DeleteOffsets(a.text("deleteOffsets"), a.text("topic"));
            case "removeMembers" -> new AdminAct.RemoveMembers(a.text("removeMembers"));
            case "abortTransaction" -> new AdminAct.AbortTransaction(a.text("abortTransaction"));
            default -> setting(a, given.get(0));
        };
    }

    private static AdminAct setting(Attributes a, String act) {
        String config = a.text("config");
        int equals = config.indexOf('=');
        String key = equals < 0 ? config : config.substring(0, equals);
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(config.substring(equals + 1));
        if (key.isBlank()) {
            throw JunitComplaints.adminConfig(act + " = " + a.text(act), config);
        }
        return switch (act) {
            case "topicConfig" -> new AdminAct.SetTopicConfig(a.text(act), key, value);
            case "brokerConfig" -> new AdminAct.SetBrokerConfig(broker(a.text(act)), key, value);
            default -> new AdminAct.SetQuota(Optional.empty(), Optional.of(a.text(act)), key, limit(config, value));
        };
    }

    private static OptionalInt only(int[] brokers) {
        if (brokers.length > 1) {
            throw new TrialException(
                    "to = " + brokers.length + " brokers cannot lead one partition. Name one of them.");
        }
        return brokers.length == 0 ? OptionalInt.empty() : OptionalInt.of(brokers[0]);
    }

    private static OptionalInt broker(String text) {
        if (text.equals("all")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            throw new TrialException("brokerConfig = '" + text + "' is no broker. Write its id, or all.");
        }
    }

    private static OptionalDouble limit(String config, Optional<String> value) {
        try {
            return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value.get()));
        } catch (NumberFormatException notANumber) {
            throw new TrialException("config = '" + config
                    + "' is no quota: its value is no number. Write for example producer_byte_rate=1000.");
        }
    }
}
