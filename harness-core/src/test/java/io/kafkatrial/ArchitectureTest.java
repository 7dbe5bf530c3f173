/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows of the house: who may look at whom. Each rule first checks that it speaks of enough
 * classes, so that none goes quietly green over an empty package.
 */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class ArchitectureTest {

    private static final String BASE = "io.kafkatrial";
    private static final String ENGINE = BASE + ".engine";
    private static final String EMBEDDED = ENGINE + ".embedded";

    /** Public for other packages of ours, not for users. */
    private static final List<String> INSIDE = List.of(
            EMBEDDED,
            ENGINE + ".net",
            ENGINE + ".link",
            ENGINE + ".proxy",
            ENGINE + ".wire",
            ENGINE + ".witness",
            ENGINE + ".outside",
            ENGINE + ".metadata",
            ENGINE + ".container",
            ENGINE + ".attach",
            ENGINE + ".apache");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    /** A package, which of our packages it may look at beside itself, and how many classes it has at least. */
    static Stream<Arguments> arrows() {
        Stream<Arguments> arrows = Stream.of(
                arrow(BASE, 8, "engine", "fault", "history", "check", "report", "control.attached", "control.host"),
                arrow(BASE + ".control", 6, "engine", "fault.json", "history"),
                arrow(BASE + ".control.attached", 4, "control", "engine", "history"),
                arrow(BASE + ".control.host", 8, "control", "engine", "fault"),
                arrow(BASE + ".cli", 6, "", "engine", "fault", "fault.json"),
                arrow(ENGINE, 20, "engine.tls", "history"),
                arrow(ENGINE + ".tls", 3),
                arrow(ENGINE + ".link", 2, "engine"),
                arrow(ENGINE + ".net", 3, "engine", "engine.link"),
                arrow(ENGINE + ".witness", 10, "engine", "history"),
                arrow(ENGINE + ".wire", 4, "engine", "engine.link"),
                arrow(ENGINE + ".code", 1),
                arrow(BASE + ".agent", 7, "engine", "engine.apache", "engine.code", "fault"),
                arrow(BASE + ".fault", 20, "engine", "engine.wire"),
                arrow(BASE + ".chaos", 8, "engine", "fault", "fault.json"),
                arrow(BASE + ".fault.json", 8, "engine", "fault"),
                arrow(BASE + ".history", 5),
                arrow(BASE + ".check", 5, "history"),
                arrow(BASE + ".report", 3, "check", "history", "fault", "report.words", "report.timeline"),
                arrow(BASE + ".report.progress", 4, "report.words"),
                arrow(BASE + ".report.timeline", 5, "check", "history", "report.words"),
                arrow(BASE + ".report.words", 8, "check", "history"),
                arrow(BASE + ".logging", 5),
                arrow(EMBEDDED + ".slf4j", 3, "logging"),
                arrow(
                        EMBEDDED,
                        2,
                        "engine",
                        "engine.link",
                        "engine.net",
                        "engine.wire",
                        "engine.witness",
                        "history",
                        "engine.embedded.*"));
        return Stream.of(arrows, outside(), rooms()).flatMap(all -> all);
    }

    /** The engines of real brokers, and what they share. */
    private static Stream<Arguments> outside() {
        return Stream.of(
                arrow(ENGINE + ".proxy", 6, "engine", "engine.link", "engine.net", "engine.wire", "engine.witness"),
                arrow(
                        ENGINE + ".apache",
                        8,
                        "engine",
                        "engine.link",
                        "engine.net",
                        "engine.metadata",
                        "engine.outside",
                        "engine.proxy",
                        "history",
                        "engine.apache.*"),
                arrow(ENGINE + ".apache.artifacts", 3, "engine", "engine.outside"),
                arrow(ENGINE + ".apache.child", 2),
                arrow(ENGINE + ".apache.code", 4, "engine", "engine.code"),
                arrow(ENGINE + ".apache.process", 6, "engine", "engine.apache.child", "engine.outside"),
                arrow(ENGINE + ".metadata", 5, "engine", "engine.witness"),
                arrow(
                        ENGINE + ".container",
                        10,
                        "engine",
                        "engine.container.docker",
                        "engine.link",
                        "engine.metadata",
                        "engine.outside",
                        "engine.proxy",
                        "engine.wire",
                        "history"),
                arrow(ENGINE + ".container.docker", 8),
                arrow(ENGINE + ".attach", 4, "engine", "engine.metadata", "engine.outside", "engine.proxy", "history"),
                arrow(
                        ENGINE + ".outside",
                        8,
                        "engine",
                        "engine.link",
                        "engine.metadata",
                        "engine.proxy",
                        "engine.wire",
                        "engine.witness",
                        "history"));
    }

    private static Stream<Arguments> rooms() {
        return Stream.of(
                room("loop", 3),
                room("link", 3),
                room("log", 3),
                room("replication", 5, "log"),
                room("group", 3),
                room("txn", 10),
                room("raft", 10),
                room("quorum", 3, "raft"),
                room("share", 10),
                room("api", 5, "replication", "group", "quorum", "txn", "share"),
                room("security", 5),
                room("access", 5, "api"),
                room("net", 3, "../net", "../wire", "../witness"));
    }

    private static Arguments arrow(String from, int atLeast, String... to) {
        String[] allowed = Arrays.stream(to)
                .map(name -> name.isEmpty() ? BASE : BASE + "." + name.replace(".*", ".."))
                .toArray(String[]::new);
        return Arguments.of(from, atLeast, allowed);
    }

    /** A room of the embedded engine: every room may look at the ports and the two leaves, net included. */
    private static Arguments room(String name, int atLeast, String... others) {
        boolean leaf = name.equals("loop") || name.equals("link");
        Stream<String> shared = name.equals("loop")
                ? Stream.of("engine")
                : leaf
                        ? Stream.of("engine", "engine.link", "engine.wire", "engine.embedded.loop")
                        : Stream.of("engine", "engine.link", "engine.embedded.loop", "engine.embedded.link");
        String[] to = Stream.concat(
                        shared,
                        Arrays.stream(others)
                                .map(other -> other.startsWith("../")
                                        ? "engine." + other.substring(3)
                                        : "engine.embedded." + other))
                .toArray(String[]::new);
        return arrow(EMBEDDED + "." + name, atLeast, to);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrows")
    void packagesLookOnlyWhereTheirArrowsPoint(String from, int atLeast, String[] to) {
        assertThat(classesIn(from)).as("classes in %s", from).isGreaterThanOrEqualTo(atLeast);
        String[] allowed =
                Stream.concat(Stream.of(from), Arrays.stream(to)).distinct().toArray(String[]::new);
        ArchRule rule = noClasses()
                .that(resideInAPackage(from))
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "..")
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                        .as("are elsewhere in the house than %s", String.join(", ", allowed)));
        rule.check(HOUSE);
    }

    private static long classesIn(String name) {
        return HOUSE.stream()
                .filter(type -> type.getPackageName().equals(name))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .count();
    }

    @Test
    void packagesFormNoCycle() {
        assertThat(HOUSE.size()).isGreaterThan(200);
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void nettyStaysBehindTheDoor() {
        only(List.of(EMBEDDED + ".net..", ENGINE + ".net..", ENGINE + ".proxy.."), "io.netty..", 5);
    }

    @Test
    void kafkasOwnTypesStayWhereTheyAreNeeded() {
        only(
                List.of(
                        EMBEDDED + "..",
                        ENGINE + ".proxy..",
                        ENGINE + ".wire..",
                        ENGINE + ".witness..",
                        ENGINE + ".metadata.."),
                "org.apache.kafka..",
                30);
    }

    @Test
    void mavensLibrariesStayWhereArtifactsAreFound() {
        only(List.of(ENGINE + ".apache.artifacts.."), "org.eclipse.aether..", 2);
        only(List.of(ENGINE + ".apache.artifacts.."), "org.apache.maven..", 2);
    }

    @Test
    void dockersLibrariesStayWhereDockerIsSpokenTo() {
        only(List.of(ENGINE + ".container.docker.."), "org.testcontainers..", 1);
        only(List.of(ENGINE + ".container.docker.."), "com.github.dockerjava..", 3);
    }

    @Test
    void commandLineLibraryStaysInTheCommandLine() {
        only(List.of(BASE + ".cli.."), "picocli..", 2);
    }

    @Test
    void yamlIsReadInOnePlace() {
        only(List.of(BASE + ".fault.json.."), "org.snakeyaml..", 1);
    }

    private static void only(List<String> inside, String library, int users) {
        assertThat(HOUSE.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use -> resideInAPackage(library).test(use.getTargetClass())))
                        .count())
                .as("classes that use %s", library)
                .isGreaterThanOrEqualTo(users);
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(inside.toArray(String[]::new))))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(HOUSE);
    }

    /** Relocation renames the types of libraries; what users write must not name one. */
    @Test
    void whatUsersSeeNamesNoTypeOfALibrary() {
        List<JavaClass> seen = HOUSE.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> INSIDE.stream().noneMatch(type.getPackageName()::startsWith))
                .toList();
        assertThat(seen).hasSizeGreaterThan(40);
        assertThat(seen.stream().flatMap(ArchitectureTest::foreignNames)).isEmpty();
    }

    private static Stream<String> foreignNames(JavaClass type) {
        Stream<String> ofMethods = type.getCodeUnits().stream()
                .filter(unit -> isVisible(unit.getModifiers()))
                .flatMap(unit -> Stream.concat(
                                Stream.of(unit.getRawReturnType()),
                                Stream.concat(unit.getRawParameterTypes().stream(), unit.getExceptionTypes().stream()))
                        .filter(ArchitectureTest::isForeign)
                        .map(named -> unit.getFullName() + " names " + named.getName()));
        Stream<String> ofFields = type.getFields().stream()
                .filter(field -> isVisible(field.getModifiers()) && isForeign(field.getRawType()))
                .map(field ->
                        field.getFullName() + " is of " + field.getRawType().getName());
        Stream<String> ofParents = Stream.concat(
                        type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .filter(ArchitectureTest::isForeign)
                .map(parent -> type.getName() + " is a " + parent.getName());
        return Stream.of(ofMethods, ofFields, ofParents).flatMap(names -> names);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isForeign(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return !base.isPrimitive()
                && !resideInAnyPackage("io.kafkatrial..", "java..", "org.jspecify..", "org.apiguardian..")
                        .test(base);
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethodWhere(calls(Thread.class, "sleep")).check(HOUSE);
    }

    @Test
    void timeComesFromClockPortsOnly() {
        noClasses()
                .that(DescribedPredicate.not(isClockPort()))
                .should()
                .callMethodWhere(calls(System.class, "nanoTime", "currentTimeMillis")
                        .or(calls(Instant.class, "now"))
                        .or(calls(Clock.class, "tickMillis", "tickSeconds")))
                .check(HOUSE);
    }

    /** The real clock of a loop, what implements Kafka's own clock interface on top of it, and that of recorders. */
    private static DescribedPredicate<JavaClass> isClockPort() {
        return DescribedPredicate.describe(
                "clock ports",
                type -> (type.getFullName().startsWith(EMBEDDED + ".loop.")
                                || type.getFullName().startsWith(BASE + ".history."))
                        && type.getFullName().contains("Clock"));
    }

    @Test
    void chanceComesFromASeedOnly() {
        noClasses()
                .that(DescribedPredicate.not(DescribedPredicate.describe(
                        "the source of fresh seeds, and that of tokens",
                        type -> type.isEquivalentTo(Seeds.class)
                                || type.getFullName().equals(BASE + ".control.host.Token"))))
                .should()
                .callMethodWhere(calls(Math.class, "random")
                        .or(calls(UUID.class, "randomUUID"))
                        .or(calls(ThreadLocalRandom.class, "current")))
                .orShould()
                .callConstructorWhere(seedless())
                .check(HOUSE);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... methods) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("|", methods),
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && Arrays.asList(methods).contains(call.getTarget().getName()));
    }

    private static DescribedPredicate<JavaConstructorCall> seedless() {
        return DescribedPredicate.describe(
                "a random source without a seed",
                call -> call.getTargetOwner().isEquivalentTo(SecureRandom.class)
                        || (call.getTarget().getRawParameterTypes().isEmpty()
                                && (call.getTargetOwner().isAssignableTo(Random.class)
                                        || call.getTargetOwner().isEquivalentTo(SplittableRandom.class))));
    }
}
