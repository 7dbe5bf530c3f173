/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report.words;

import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Makes foreign text fit for a line of a report: record keys, names and error messages may hold anything.
 *
 * <p>Characters that do not print, or that turn the direction of what follows (a key of U+202E could make a
 * sentence read backwards), are written as {@code \}{@code u202E}; line breaks become blanks; what is too
 * long is cut, and says how long it was.
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public final class Plain {

    /** Characters of one name or key that a report shows. */
    public static final int LONGEST_NAME = 120;

    /** Characters of one message that a report shows. */
    public static final int LONGEST_TEXT = 500;

    private Plain() {}

    /** Make a name or key harmless. */
    public static String name(String text) {
        return cut(visible(text), LONGEST_NAME);
    }

    /** Make a message harmless. */
    public static String text(String text) {
        return cut(visible(text), LONGEST_TEXT);
    }

    /** Make text harmless whatever its length. */
    public static String line(String text) {
        return visible(text);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + String.format(Locale.ROOT, "… (%,d characters)", text.length());
    }

    private static String visible(String text) {
        int first = 0;
        while (first < text.length() && prints(text, first)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (prints(text, i)) {
                out.append(c);
            } else if (Character.isWhitespace(c)) {
                blank(out);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            }
        }
        return out.toString();
    }

    private static void blank(StringBuilder out) {
        if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
        }
    }

    private static boolean prints(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        } else if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }
}
