/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

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

    /** Append {@code <tag>text</tag>}. */
    Html element(String tag, String text) {
        out.append('<')
                .append(tag)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(tag)
                .append(">\n");
        return this;
    }

    /** Append a drawn rectangle with a tooltip. */
    Html rect(String css, double x, double y, double width, double height, String title) {
        out.append("<rect class=\"").append(escape(css)).append('"');
        number("x", x);
        number("y", y);
        number("width", Math.max(width, 0.5));
        number("height", height);
        if (title.isEmpty()) {
            out.append("/>\n");
        } else {
            out.append("><title>").append(escape(title)).append("</title></rect>\n");
        }
        return this;
    }

    /** Append drawn text. */
    Html label(String css, double x, double y, String text) {
        out.append("<text class=\"").append(escape(css)).append('"');
        number("x", x);
        number("y", y);
        out.append('>').append(escape(text)).append("</text>\n");
        return this;
    }

    private void number(String name, double value) {
        out.append(' ')
                .append(name)
                .append("=\"")
                .append(Math.round(value * 10) / 10.0)
                .append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Make text harmless in content and in quoted attribute values. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }
}
