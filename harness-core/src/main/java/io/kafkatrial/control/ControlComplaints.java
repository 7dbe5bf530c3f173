/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.control;

import io.kafkatrial.engine.TrialException;
import java.nio.file.Path;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Every message about attaching to a cluster of another process: what happened, to what, why, and what to do next. */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class ControlComplaints {

    private ControlComplaints() {}

    static TrialException unwritable(Path file, Exception cause) {
        return new TrialException(
                "the control file " + file + " cannot be written: " + cause
                        + ". Name a file in a folder you may write to.",
                cause);
    }

    static TrialException unreadable(Path file, Exception cause) {
        return new TrialException(
                "no cluster to attach to: the control file " + file + " cannot be read: " + cause
                        + ". It is there while the cluster runs: start one with kafka-trial:start, kafka-trial:run or"
                        + " run --control-file, or leave -Dtrial.control.file out.",
                cause);
    }

    static TrialException otherVersion(Path file, int version) {
        return new TrialException("no cluster to attach to: the control file " + file + " is of version " + version
                + ", and this Kafka Trial speaks version " + Lines.VERSION
                + ". Use the same version of the Maven plugin and of the test dependency.");
    }

    /** Nobody listens where the file says. */
    public static TrialException unreachable(Path file, Exception cause) {
        return new TrialException(
                "no cluster to attach to: nobody answers where the control file " + file + " says (" + cause
                        + "). The process of the cluster was killed, perhaps; start it again.",
                cause);
    }

    /** Somebody else listens there, or the file is an old one. */
    public static TrialException notLetIn(Path file, String why) {
        return new TrialException("no cluster to attach to: who answers where the control file " + file
                + " says does not let us in: " + why + ". The file is of another cluster, perhaps; start it again.");
    }

    /** The one asks who has not said the right token. */
    public static String wrongToken() {
        return "the token is not the one of this cluster";
    }

    /** The one asks who is of another version. */
    public static String wrongVersion(int version) {
        return "version " + version + " of the messages is not " + Lines.VERSION;
    }

    /** The connection ended. */
    public static TrialException gone(String doing) {
        return new TrialException("the process of the cluster is gone, while it was asked to " + doing
                + ": it ended, or was stopped with its build. Its log says why: server.log beside the control file.");
    }

    /** What only the process of the cluster can do. */
    public static TrialException startsNothing(String what) {
        return new TrialException("an attached cluster cannot " + what
                + ": another process runs it. Leave -Dtrial.control.file out, and the test has a cluster of its own.");
    }

    /** The caller's thread was interrupted. */
    public static TrialException interrupted(String doing) {
        return new TrialException("interrupted while the process of the cluster was asked to " + doing);
    }

    /** Something went wrong in the other process that is no complaint of ours. */
    public static String failed(Exception cause) {
        return "the process of the cluster failed at this: " + cause + ". Its log says more: server.log.";
    }

    /** A listener of the cluster asks something. */
    public static IllegalStateException asksWhileListening(String doing) {
        return new IllegalStateException("a listener of the cluster's events asks it to " + doing
                + ": no event would come any more. Listeners only take note; ask on a thread of your own.");
    }

    /** The wire has one recorder. */
    public static TrialException wireTaken(String who) {
        return new TrialException("the wire cannot be recorded: " + who
                + " records it already, and there is one recorder at a time. Record the clients instead"
                + " (-Dtrial.record=clients), or leave <record> and <guarantees> out of the plugin's configuration.");
    }

    /** The wire was asked about before it was recorded. */
    public static TrialException noWire() {
        return new TrialException("the wire is not recorded by this process");
    }

    /** Who is in need not greet. */
    public static TrialException greetedAlready() {
        return new TrialException("this process was let in already");
    }

    /** A rule that this process never armed. */
    public static TrialException unknownRule(String rule) {
        return new TrialException("rule " + rule + " was never armed by this process");
    }
}
