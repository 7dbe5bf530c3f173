/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

import io.kafkatrial.report.words.Plain;

/** Builds markup; every text and attribute value goes through {@link #escape}. Confined to one rendering. */
final class Html {

    private final StringBuilder out = new StringBuilder(1 << 16);

    /** Append markup as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Append {@code <tag>text</tag>}; the tag may have attributes that need no escaping. */
    Html element(String tag, String text) {
        int blank = tag.indexOf(' ');
        out.append('<').append(tag).append('>').append(escape(text)).append("</");
        out.append(blank < 0 ? tag : tag.substring(0, blank)).append(">\n");
        return this;
    }

    /** Append {@code <a href>text</a>} to a file beside the page, or to a place in it. */
    Html link(String href, String text) {
        out.append("<a href=\"")
                .append(escape(href))
                .append("\">")
                .append(escape(text))
                .append("</a>");
        return this;
    }

    /** Begin the page of a title: no more may be loaded or run than what is in it. */
    Html begin(String title, Assets assets) {
        raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        raw("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .raw(assets.policy())
                .raw("\">\n");
        raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        raw("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        element("title", title);
        return raw("<style>").raw(assets.style()).raw("</style>\n</head>\n");
    }

    /** End it. */
    String end(Assets assets) {
        return raw("<script>")
                .raw(assets.script())
                .raw("</script>\n</body>\n</html>\n")
                .toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Make text harmless in content and in quoted attribute values. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        String visible = Plain.line(text);
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
