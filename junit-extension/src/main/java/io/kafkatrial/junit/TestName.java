/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.junit;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How messages, files and replay commands call a test.
 *
 * @param invocation the number of a repeated or parameterized invocation; 0 for a plain test
 */
record TestName(Class<?> testClass, String method, int invocation) {

    private static final Pattern INVOCATION = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");

    static TestName of(ExtensionContext context) {
        Matcher matcher = INVOCATION.matcher(context.getUniqueId());
        int invocation = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        return new TestName(
                context.getRequiredTestClass(), context.getRequiredTestMethod().getName(), invocation);
    }

    /** Where the report files of this test go. */
    Path directory(Path reports) {
        String last = invocation == 0 ? method : method + "-" + invocation;
        return reports.resolve(testClass.getName()).resolve(last);
    }

    /** The command that runs it again with the same seed. */
    String replay(long seed) {
        return "mvn test -Dtest='" + shortClass() + "#" + method + "' -Dtrial.seed=" + seed;
    }

    /** The command that runs it with the plan or draft in this file. */
    String replayOf(Path file) {
        return "mvn test -Dtest='" + shortClass() + "#" + method + "' -Dtrial.replay=" + file;
    }

    private String shortClass() {
        String full = testClass.getName();
        return full.substring(full.lastIndexOf('.') + 1);
    }

    @Override
    public String toString() {
        return testClass.getSimpleName() + "." + method + (invocation == 0 ? "" : "[" + invocation + "]");
    }
}
