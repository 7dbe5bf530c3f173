/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.history;

import java.nio.file.Path;

/** What is said when a history cannot be read or written. */
final class Complaints {

    private Complaints() {}

    static String damaged(Path file, long line, String why) {
        return "line " + line + " of " + file + " " + why + ". Nothing was read, for a verdict over a part of a history"
                + " may be wrong; HistoryFile.readUpToDamage reads what comes before, and says so in the verdict.";
    }

    static String leftOut(Path file, long line, String why, long bytes) {
        return "line " + line + " of " + file.getFileName() + " " + why + ": from there on the history was left out ("
                + bytes + " bytes)";
    }

    static String torn() {
        return "is torn: the process that wrote it was stopped";
    }

    static String noEnd() {
        return "should be the line that ends the history, but there is none: the process that wrote it was stopped, or"
                + " the file was cut";
    }

    static String afterEnd() {
        return "comes after the line that ends the history: two files were put together, or the file was damaged";
    }

    static String wrongSum(String there, String expected) {
        return "is damaged, or a line before it is missing: its checksum is " + there + ", that of the file up to"
                + " there is " + expected;
    }

    static String noSum() {
        return "is damaged: it does not end with a checksum";
    }

    static String notOurs() {
        return "is not the beginning of a history: it should be {\"history\":\"kafka-trial\",\"version\":"
                + HistoryFile.VERSION + ",…}";
    }

    static String otherVersion(String version) {
        return "is of version " + version + " of the format, this is Kafka Trial with version " + HistoryFile.VERSION
                + ": read it with the Kafka Trial that wrote it";
    }

    static String notAnEvent(String why) {
        return "is not an event: " + why;
    }

    static String unknownLane(long lane) {
        return "names lane " + lane + ", which no line before it defines";
    }

    static String otherCount(String said, long read) {
        return "says that the history has " + said + " events, but there are " + read;
    }

    static String tooLong(int most) {
        return "is longer than " + most + " bytes";
    }

    static String tooManyKeys() {
        return "the different keys of a history may have 4 GiB at most: record with shorter keys, or a new history for each"
                + " part of the run";
    }

    static String incomplete(Path file, String why) {
        return "the history in " + file + " is incomplete, it could not be written: " + why
                + ". What was recorded is still in memory.";
    }
}
