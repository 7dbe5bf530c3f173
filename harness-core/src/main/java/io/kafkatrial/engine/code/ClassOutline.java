/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.engine.code;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The methods of a class and their lines, read from its file without loading it (The Java Virtual Machine
 * Specification, chapter 4). Immutable.
 *
 * @param methods by name, the lines of all methods of that name; without lines if it has no code or was compiled
 *     without them
 */
public record ClassOutline(Map<String, Set<Integer>> methods) {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    private static final int HEADER_BYTES = 8;
    private static final int CODE_HEADER_BYTES = 4;
    private static final int EXCEPTION_BYTES = 8;

    /**
     * Read it.
     *
     * @param file in the form of a class file; not closed
     */
    public static ClassOutline read(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(file);
        in.skipNBytes(HEADER_BYTES);
        String[] texts = texts(in);
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        members(in, texts); // fields
        return new ClassOutline(members(in, texts));
    }

    private static String[] texts(DataInputStream in) throws IOException {
        String[] texts = new String[in.readUnsignedShort()];
        for (int index = 1; index < texts.length; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[index] = in.readUTF();
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    index++;
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> in.skipNBytes(2);
                case METHOD_HANDLE -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
        return texts;
    }

    private static Map<String, Set<Integer>> members(DataInputStream in, String[] texts) throws IOException {
        Map<String, Set<Integer>> members = new TreeMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            in.skipNBytes(2);
            String name = texts[in.readUnsignedShort()];
            in.skipNBytes(2);
            lines(in, texts, members.computeIfAbsent(name, member -> new TreeSet<>()));
        }
        return members;
    }

    /** Read the attributes here, and note the lines among them. */
    private static void lines(DataInputStream in, String[] texts, Set<Integer> lines) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String name = texts[in.readUnsignedShort()];
            long length = Integer.toUnsignedLong(in.readInt());
            if (name.equals("Code")) {
                in.skipNBytes(CODE_HEADER_BYTES);
                in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
                in.skipNBytes((long) EXCEPTION_BYTES * in.readUnsignedShort());
                lines(in, texts, lines);
            } else if (name.equals("LineNumberTable")) {
                for (int entries = in.readUnsignedShort(); entries > 0; entries--) {
                    in.skipNBytes(2);
                    lines.add(in.readUnsignedShort());
                }
            } else {
                in.skipNBytes(length);
            }
        }
    }
}
