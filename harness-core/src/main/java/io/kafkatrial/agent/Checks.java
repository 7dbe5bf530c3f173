/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.agent;

import io.kafkatrial.engine.ApplicationComplaints;
import io.kafkatrial.engine.Nearest;
import io.kafkatrial.fault.ApplicationRule.Act;
import io.kafkatrial.fault.ApplicationRule.At;
import io.kafkatrial.fault.ApplicationRule.AtMethod;
import io.kafkatrial.fault.ApplicationRule.Where;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a rule at a method with the class it is about, before anything is put into it.
 *
 * @param type the class
 * @param methods those that are meant
 */
record Checks(Class<?> type, List<Executable> methods) {

    private static final int NEAREST = 3;
    private static final String CONSTRUCTOR = "<init>";

    /** What the rule means. */
    static Checks of(AtMethod rule) {
        Where where = rule.where();
        Class<?> type = Places.find(where.className(), where.toString());
        List<Executable> methods =
                methods(type).filter(one -> fits(one, where.method())).toList();
        if (methods.isEmpty()) {
            throw ApplicationComplaints.unknown(
                    where.toString(),
                    "method " + where.method() + " in " + type.getName() + inherited(type, where.method()),
                    Nearest.some(where.method(), names(type), NEAREST));
        }
        Checks checks = new Checks(type, methods);
        checks.checkLine(where);
        if (rule.act() instanceof Act.Throw thrown) {
            checks.checkThrown(where, thrown);
        } else if (rule.act() instanceof Act.Return back) {
            checks.checkReturned(where, back);
        }
        return checks;
    }

    private static Stream<Executable> methods(Class<?> type) {
        return Stream.concat(
                Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isBridge()),
                Arrays.stream(type.getDeclaredConstructors()));
    }

    private static Set<String> names(Class<?> type) {
        return methods(type)
                .map(Checks::name)
                .filter(name -> !name.contains("$"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Executable method) {
        return method instanceof Method ? method.getName() : CONSTRUCTOR;
    }

    private static boolean fits(Executable method, String wanted) {
        int parameters = wanted.indexOf('(');
        if (parameters < 0) {
            return name(method).equals(wanted.strip());
        }
        List<String> types = Stream.of(
                        wanted.substring(parameters + 1, wanted.length() - 1).split(",", -1))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .toList();
        Class<?>[] given = method.getParameterTypes();
        if (!name(method).equals(wanted.substring(0, parameters).strip()) || given.length != types.size()) {
            return false;
        }
        for (int index = 0; index < given.length; index++) {
            String type = types.get(index);
            if (!type.equals(given[index].getTypeName()) && !type.equals(given[index].getSimpleName())) {
                return false;
            }
        }
        return true;
    }

    private static String inherited(Class<?> type, String wanted) {
        for (Class<?> above = type.getSuperclass(); above != null; above = above.getSuperclass()) {
            if (methods(above).anyMatch(one -> fits(one, wanted))) {
                return " (it is in " + above.getName() + ")";
            }
        }
        return "";
    }

    private void checkLine(Where where) {
        if (where.at() != At.LINE) {
            return;
        }
        Set<Integer> lines = new TreeSet<>();
        methods.forEach(method -> lines.addAll(Places.lines(type, name(method))));
        if (!lines.isEmpty() && !lines.contains(where.line())) {
            throw ApplicationComplaints.unknown(
                    where.toString(),
                    "code on that line of the method",
                    lines.stream().map(String::valueOf).toList());
        }
    }

    private void checkThrown(Where where, Act.Throw thrown) {
        Class<?> exception = Places.load(thrown.exception())
                .orElseThrow(() -> ApplicationComplaints.unknown(
                        where.toString(), "class " + thrown.exception() + " to throw", List.of()));
        if (!Throwable.class.isAssignableFrom(exception)) {
            throw ApplicationComplaints.impossible(where.toString(), exception.getName() + " is no exception");
        }
        boolean unchecked =
                RuntimeException.class.isAssignableFrom(exception) || Error.class.isAssignableFrom(exception);
        boolean declared = methods.stream().allMatch(method -> Arrays.stream(method.getExceptionTypes())
                .anyMatch(one -> one.isAssignableFrom(exception)));
        if (!unchecked && !declared) {
            throw ApplicationComplaints.impossible(
                    where.toString(),
                    "the method does not declare " + exception.getName()
                            + "; throw one it declares, or an unchecked one");
        }
        if (constructor(exception).isEmpty()) {
            throw ApplicationComplaints.impossible(
                    where.toString(), exception.getName() + " has no public constructor that takes a text, or nothing");
        }
    }

    private void checkReturned(Where where, Act.Return back) {
        for (Executable method : methods) {
            boolean isVoid = !(method instanceof Method one) || one.getReturnType() == void.class;
            if (isVoid != back.value().isEmpty()) {
                throw ApplicationComplaints.impossible(
                        where.toString(),
                        isVoid
                                ? "the method returns nothing; leave the value out"
                                : "the method returns something; give a value");
            }
        }
    }

    /** What makes the exception, in the language of rules; empty if nothing can. */
    private static String constructor(Class<?> exception) {
        if (Modifier.isAbstract(exception.getModifiers())) {
            return "";
        }
        boolean text = Arrays.stream(exception.getConstructors())
                .anyMatch(one -> Arrays.equals(one.getParameterTypes(), new Class<?>[] {String.class}));
        boolean nothing = Arrays.stream(exception.getConstructors()).anyMatch(one -> one.getParameterCount() == 0);
        return text ? "text" : nothing ? "nothing" : "";
    }

    /** The expression that makes the exception of a rule; empty if it throws none. */
    static String thrower(Act act) {
        if (!(act instanceof Act.Throw thrown)) {
            return "";
        }
        boolean text = Places.load(thrown.exception())
                .map(Checks::constructor)
                .orElse("")
                .equals("text");
        return "new " + thrown.exception().replace('$', '.') + "(" + (text ? Script.quoted(thrown.message()) : "")
                + ")";
    }

    /** The line that says which classes. */
    String head() {
        if (type.isInterface()) {
            return "INTERFACE " + type.getName();
        }
        boolean isAbstract = methods.stream().allMatch(method -> Modifier.isAbstract(method.getModifiers()));
        return "CLASS " + (isAbstract ? "^" : "") + type.getName();
    }
}
