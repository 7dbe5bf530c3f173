/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import java.util.List;

/** Reads in Byteman's list of rules what went wrong with one of them. Stateless. */
final class Troubles {

    private Troubles() {}

    /** The first line that says what went wrong with the rule; empty if nothing did. */
    static String of(String id, String list) {
        int begin = list.indexOf("RULE " + id + "\n");
        if (begin < 0) {
            begin = list.indexOf("RULE " + id + "\r\n");
        }
        if (begin < 0) {
            return "";
        }
        int end = list.indexOf("# File ", begin);
        List<String> lines =
                list.substring(begin, end < 0 ? list.length() : end).lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            if (line.startsWith("threw ")) {
                return line.substring("threw ".length());
            }
            if (line.equals("failed to compile")) {
                return index + 1 < lines.size() ? lines.get(index + 1).strip() : line;
            }
        }
        return "";
    }
}
