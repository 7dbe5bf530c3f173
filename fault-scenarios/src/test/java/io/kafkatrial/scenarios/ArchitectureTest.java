/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios;

import static com.tngtech.archunit.base.DescribedPredicate.not;
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
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.kafkatrial.scenarios.library.Library;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between the packages of this module, and from them into the core. Each rule first checks that it speaks of
 * enough classes, so that none goes quietly green over an empty package.
 */
class ArchitectureTest {

    private static final String CORE = "io.kafkatrial";
    private static final String BASE = CORE + ".scenarios";
    private static final String LIBRARY = BASE + ".library";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    /** What a trial is made of: everybody may look at these packages of the core. */
    private static final List<String> PORTS = List.of("", "check", "engine", "fault", "history");

    /** A package, how many classes it has at least, and where else it may look: {@code .x} is a package of this module. */
    static Stream<Arguments> arrows() {
        return Stream.of(
                arrow("", 15, ".recording", ".clients", ".library", "report", "report.progress", "logging"),
                arrow(".recording", 40, "report", "report.progress"),
                arrow(".clients", 15, ".recording"),
                arrow(".chaos", 4, ".", ".recording", "chaos"),
                arrow(".build", 2, ".", "cli", "report"),
                arrow(".app", 15, ".", ".recording"),
                arrow(".yaml", 6, ".", ".app", ".recording", "fault.json"),
                arrow(".own", 1, ".", ".run", ".yaml"),
                arrow(".run", 10, ".", "report", "report.progress"),
                arrow(".files", 5, ".", ".run", "fault.json", "report"),
                arrow(".cli", 10, ".", ".app", ".files", ".own", ".run", ".yaml"),
                arrow(".library", 1, ".", ".library.*"),
                chapter("replication"),
                chapter("transactions"),
                chapter("consumers"),
                chapter("offsets"));
    }

    private static Arguments arrow(String from, int atLeast, String... to) {
        String[] allowed = Stream.concat(PORTS.stream(), Stream.of(to))
                .map(name -> name.isEmpty()
                        ? CORE
                        : name.equals(".")
                                ? BASE
                                : (name.startsWith(".") ? BASE + name : CORE + "." + name).replace(".*", ".."))
                .toArray(String[]::new);
        return Arguments.of(BASE + from, atLeast, allowed);
    }

    /** Chapters do not look at each other. */
    private static Arguments chapter(String name) {
        return arrow(".library." + name, 10, ".", ".recording", ".clients");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrows")
    void packagesLookOnlyWhereTheirArrowsPoint(String from, int atLeast, String[] to) {
        assertThat(classesIn(from)).as("classes in %s", from).isGreaterThanOrEqualTo(atLeast);
        String[] allowed = Stream.concat(Stream.of(from), Arrays.stream(to)).toArray(String[]::new);
        noClasses()
                .that(resideInAPackage(from))
                .should()
                .dependOnClassesThat(resideInAPackage(CORE + "..")
                        .and(not(resideInAnyPackage(allowed)))
                        .as("are elsewhere in the house than %s", String.join(", ", allowed)))
                .check(HOUSE);
    }

    private static long classesIn(String name) {
        return HOUSE.stream()
                .filter(type -> type.getPackageName().equals(name))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .count();
    }

    @Test
    void everyPackageHasItsArrows() {
        Set<String> packages =
                HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(arrows().map(arrow -> String.valueOf(arrow.get()[0]))).containsExactlyInAnyOrderElementsOf(packages);
    }

    /** The table of contents looks at the library, which is written in the words of the page it is on. */
    @Test
    void packagesFormNoCycleButForTheTableOfContents() {
        assertThat(HOUSE.size()).isGreaterThan(200);
        slices().matching(CORE + ".(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(Scenarios.class, Library.class)
                .check(HOUSE);
    }

    @Test
    void librariesStayWhereTheyAreNeeded() {
        only(List.of(BASE + ".cli"), "picocli..", 5);
        only(
                List.of(
                        BASE,
                        BASE + ".recording",
                        BASE + ".clients",
                        BASE + ".chaos",
                        BASE + ".app",
                        BASE + ".yaml",
                        LIBRARY + ".*"),
                "org.apache.kafka..",
                50);
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.netty..", "com.fasterxml..", "org.snakeyaml..", "org.junit.."))
                .check(HOUSE);
    }

    private static void only(List<String> inside, String library, int users) {
        assertThat(HOUSE.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use -> resideInAPackage(library).test(use.getTargetClass())))
                        .count())
                .as("classes that use %s", library)
                .isGreaterThanOrEqualTo(users);
        noClasses()
                .that(not(resideInAnyPackage(inside.toArray(String[]::new))))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(HOUSE);
    }

    /** A run leaves its evidence to whoever is asked to keep it. */
    @Test
    void onlyFilesWrites() {
        List<JavaClass> runners = HOUSE.stream()
                .filter(resideInAnyPackage(BASE, BASE + ".run", LIBRARY + ".."))
                .toList();
        assertThat(runners).hasSizeGreaterThan(80);
        noClasses()
                .that(resideInAnyPackage(BASE, BASE + ".run", LIBRARY + ".."))
                .should()
                .callMethodWhere(calls(Files.class))
                .check(HOUSE);
    }

    @Test
    void scenariosOfTheLibraryHaveNoStateAndAreFoundInTheirChapterOnly() {
        List<JavaClass> scenarios = HOUSE.stream()
                .filter(type -> type.getPackageName().startsWith(LIBRARY))
                .filter(type -> type.isAssignableTo(Scenario.class))
                .toList();
        assertThat(scenarios).hasSameSizeAs(Scenarios.all());
        assertThat(scenarios)
                .allMatch(type -> !type.getModifiers().contains(JavaModifier.PUBLIC))
                .allSatisfy(
                        type -> assertThat(type.getFields()).as(type.getName()).allMatch(ArchitectureTest::isConstant));
    }

    private static boolean isConstant(JavaField field) {
        return field.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL));
    }

    /** Faults hang on events: what a scenario does shall not depend on when it does it. */
    @Test
    void theLibraryKnowsNeitherTimeNorChance() {
        noClasses()
                .that(resideInAnyPackage(LIBRARY + ".."))
                .should()
                .callMethodWhere(calls(System.class, "nanoTime", "currentTimeMillis")
                        .or(calls(Instant.class, "now"))
                        .or(calls(InstantSource.class)))
                .orShould()
                .dependOnClassesThat(resideInAPackage("java.util")
                        .and(DescribedPredicate.describe("are random", type -> type.isAssignableTo(Random.class))))
                .check(HOUSE);
    }

    @Test
    void nobodySleepsAndChanceComesFromASeedOnly() {
        noClasses().should().callMethodWhere(calls(Thread.class, "sleep")).check(HOUSE);
        noClasses()
                .that(not(DescribedPredicate.describe(
                        "what gives groups of tests names of their own, on clusters of others too",
                        type -> type.getSimpleName().equals("GroupNames"))))
                .should()
                .callMethodWhere(calls(Math.class, "random")
                        .or(calls(UUID.class, "randomUUID"))
                        .or(calls(ThreadLocalRandom.class, "current")))
                .orShould()
                .callConstructorWhere(seedless())
                .check(HOUSE);
    }

    @Test
    void whatIsPublicSaysHowFirmItIs() {
        List<JavaClass> seen = HOUSE.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .toList();
        assertThat(seen).hasSizeGreaterThan(60);
        assertThat(seen).allSatisfy(type -> assertThat(type.isAnnotatedWith(API.class))
                .as(type.getName())
                .isTrue());
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... methods) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("|", methods),
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && (methods.length == 0
                                || Arrays.asList(methods)
                                        .contains(call.getTarget().getName())));
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
