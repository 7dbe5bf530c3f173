/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import io.kafkatrial.chaos.DraftJson;
import io.kafkatrial.chaos.Finding;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes down a failure as a test, to be pasted beside the one that found it. */
final class RegressionTest {

    private static final Pattern PACKAGE = Pattern.compile("([a-z]\\w*\\.)+(?=[A-Z])");
    private static final String INDENT = " ".repeat(12);

    private RegressionTest() {}

    static String of(Method method, Finding finding) {
        String parameters = Arrays.stream(method.getParameters())
                .map(RegressionTest::declared)
                .collect(Collectors.joining(", "));
        String arguments =
                Arrays.stream(method.getParameters()).map(Parameter::getName).collect(Collectors.joining(", "));
        String thrown = method.getExceptionTypes().length == 0 ? "" : " throws Exception";
        String claim = method.isAnnotationPresent(Delivers.class)
                ? "    // add the @Delivers of " + method.getName() + "\n"
                : "";
        return "    /** Found by chaos: " + comment(finding.failure().signs().toString()) + ", "
                + comment(finding.inWords()) + ". */\n"
                + "    @Chaos(draft = \"\"\"\n"
                + DraftJson.write(finding.smallest())
                        .lines()
                        .map(line -> INDENT + line.replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining())
                + INDENT + "\"\"\")\n"
                + claim
                + "    void " + method.getName() + "Seed"
                + Long.toUnsignedString(finding.draft().seed()) + "("
                + parameters + ")" + thrown + " {\n"
                + "        " + method.getName() + "(" + arguments + ");\n"
                + "    }\n";
    }

    private static String comment(String text) {
        return text.replace("*/", "* /");
    }

    private static String declared(Parameter parameter) {
        return simple(parameter.getParameterizedType()) + " " + parameter.getName();
    }

    private static String simple(Type type) {
        return PACKAGE.matcher(type.getTypeName()).replaceAll("").replace('$', '.');
    }
}
