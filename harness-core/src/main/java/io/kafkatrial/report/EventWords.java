/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.history.Event;
import java.util.OptionalInt;

/** One event in words: who did it, and what. */
final class EventWords {

    private EventWords() {}

    static String who(Event event) {
        if (event instanceof Event.SendInvoked sent) {
            return sent.id().producer();
        } else if (event instanceof Event.SendAcked ack) {
            return ack.id().producer();
        } else if (event instanceof Event.SendFailed failure) {
            return failure.id().producer();
        } else if (event instanceof Event.SendUnknown unknown) {
            return unknown.id().producer();
        } else if (event instanceof Event.Polled polled) {
            return polled.consumer();
        } else if (event instanceof Event.Processed processed) {
            return processed.by();
        } else if (event instanceof Event.Found || event instanceof Event.Drained) {
            return "final read";
        } else if (event instanceof Event.FaultFired || event instanceof Event.FaultHealed) {
            return "fault";
        } else if (event instanceof Event.Committed commit) {
            return commit.consumer();
        } else if (event instanceof Event.BrokerChanged change) {
            return "broker " + change.broker();
        }
        return "cluster";
    }

    static String of(Event event) {
        if (event instanceof Event.SendInvoked sent) {
            return "sent " + sent.id() + " to " + sent.topic() + partition(sent.partition())
                    + sent.key().map(key -> " with key " + key).orElse("");
        } else if (event instanceof Event.SendAcked ack) {
            return "was told that " + ack.id() + " is at " + place(ack.topic(), ack.partition(), ack.offset());
        } else if (event instanceof Event.SendFailed failure) {
            return "was told that " + failure.id() + " failed: " + failure.error();
        } else if (event instanceof Event.SendUnknown unknown) {
            return "was left in the dark about " + unknown.id() + ": " + unknown.error();
        } else if (event instanceof Event.Polled polled) {
            return "got " + polled.id().map(Object::toString).orElse("a foreign record") + " from "
                    + place(polled.topic(), polled.partition(), polled.offset());
        } else if (event instanceof Event.Processed done) {
            return "processed " + done.id().map(Object::toString).orElse("the record") + " of "
                    + place(done.topic(), done.partition(), done.offset());
        } else if (event instanceof Event.Found found) {
            return "found " + found.id().map(Object::toString).orElse("a foreign record") + " at "
                    + place(found.topic(), found.partition(), found.offset());
        } else if (event instanceof Event.Drained drained) {
            return "read all of " + drained.topic() + "-" + drained.partition() + " from " + drained.from() + " to "
                    + drained.end();
        }
        return ofCluster(event);
    }

    private static String ofCluster(Event event) {
        if (event instanceof Event.FaultFired fault) {
            return fault.fault() + " fired: " + fault.detail();
        } else if (event instanceof Event.FaultHealed fault) {
            return fault.fault() + " healed; touched " + fault.touched() + ": " + fault.evidence();
        } else if (event instanceof Event.LeaderChanged change) {
            String leader =
                    change.leader().isPresent() ? "broker " + change.leader().getAsInt() : "nobody";
            return leader + " leads " + change.topic() + "-" + change.partition() + " in epoch " + change.leaderEpoch();
        } else if (event instanceof Event.IsrChanged change) {
            return "in-sync replicas of " + change.topic() + "-" + change.partition() + ": " + change.isr();
        } else if (event instanceof Event.BrokerChanged change) {
            return "is " + change.state();
        } else if (event instanceof Event.Committed commit) {
            return "committed " + place(commit.topic(), commit.partition(), commit.offset()) + " for group "
                    + commit.group();
        }
        return event.getClass().getSimpleName();
    }

    private static String partition(OptionalInt partition) {
        return partition.isPresent() ? "-" + partition.getAsInt() : "";
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + (offset < 0 ? "" : "@" + offset);
    }
}
