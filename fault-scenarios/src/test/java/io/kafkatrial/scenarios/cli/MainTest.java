/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkatrial.scenarios.Scenarios;
import io.kafkatrial.scenarios.app.OwnApplicationTest;
import io.kafkatrial.scenarios.run.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what it lists, shows and runs, and what it answers to mistakes. */
class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... args) {
        return Main.run(
                args,
                new Main.Console(
                        InputStream.nullInputStream(), new PrintWriter(out, true), new PrintWriter(err, true)));
    }

    @Test
    void nothingAskedForIsAnsweredWithTheCommands() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("list", "show", "run", "help");
    }

    @Test
    void listNamesEveryScenario() {
        assertThat(run("list")).isZero();
        assertThat(Scenarios.all()).allSatisfy(scenario -> assertThat(out.toString())
                .contains("  " + scenario.page().name() + " "));
    }

    @Test
    void showPrintsThePage() {
        assertThat(run("show", "leader-crash")).isZero();
        assertThat(out.toString()).startsWith("## leader-crash").contains("**Guarded**: acks=all");
    }

    @Test
    void runTellsOfEachHalfInOrderAndWritesItsFiles() {
        // When
        int exit = run("run", "leader-crash", "--seed", "42", "--reports", folder.toString());

        // Then
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(ExitCode.AS_DECLARED.code());
        assertThat(out.toString().lines()).hasSize(4);
        assertThat(out.toString())
                .containsSubsequence(
                        "ok          leader-crash, dangerous  embedded",
                        "AT_LEAST_ONCE is broken: ",
                        "ok          leader-crash, guarded    embedded",
                        "AT_LEAST_ONCE held; ",
                        "2 runs of 1 scenarios on embedded in ",
                        ", seed 42: 2 ok; 0 misses, 0 false alarms",
                        "see " + folder.toAbsolutePath().resolve("index.html"));
        assertThat(folder.resolve("summary.md")).exists();
    }

    @Test
    void anApplicationOfOnesOwnTakesThePlaceOfTheWorkload() {
        String application = "class:" + OwnApplicationTest.Shop.class.getName();

        int exit = run(
                "run",
                "leader-crash",
                "--app",
                application,
                "--app-ends",
                "told",
                "--claim",
                "AT_LEAST_ONCE",
                "--reports",
                folder.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isEqualTo(ExitCode.AS_DECLARED.code());
        assertThat(out.toString()).contains("leader-crash, guarded").doesNotContain("dangerous");
    }

    private Path file(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                "{version: 1, name: " + name + ", idea: x, cluster: {brokers: 1, topics: [{name: t}]},"
                        + " guarded: {workload: [{kind: Produce, topic: t, records: 1}],"
                        + " expected: [{claim: AT_LEAST_ONCE}]}}");
    }

    @Test
    void scenariosInFilesRunAloneUnlessOthersAreSelected() throws IOException {
        Path mine = file("mine");

        assertThat(run(
                        "run",
                        "--file",
                        mine.toString(),
                        "--reports",
                        folder.resolve("out").toString()))
                .isEqualTo(ExitCode.AS_DECLARED.code());
        assertThat(run("list", "--file", mine.toString(), "--tag", "own,acks")).isZero();

        assertThat(out.toString())
                .contains("1 runs of 1 scenarios on embedded", "ok          mine, guarded")
                .contains("  leader-crash ", "own\n  mine ");
    }

    @Test
    void theCommandThatRunsAJobAgainHasWhatIsTheUsersOwnAndNothingOfTheOrder() throws IOException {
        Path mine = Files.writeString(
                folder.resolve("my own.yaml"),
                Files.readString(file("mine"))
                        .replace("{claim: AT_LEAST_ONCE}", "{claim: AT_LEAST_ONCE, broken: [LOST_WRITE]}"));
        String reports = folder.resolve("out").toString();
        String[] order = {
            "run", "--file", mine.toString(), "--timeout", "2m", "--runs", "1", "--seed", "3", "--reports", reports
        };

        assertThat(run(order)).isEqualTo(ExitCode.SURPRISE.code());

        assertThat(folder.resolve("out/runs/mine-guarded-embedded-3/report.md"))
                .content()
                .contains("run mine --half guarded --engine embedded --seed 3 --file '" + mine + "' --timeout 2m")
                .doesNotContain("--reports", "--runs");
    }

    @Test
    void checkRunsNothingAndSaysWhatIsWrongInWhichLine() throws IOException {
        Path sound = file("sound");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "version: 1\nnam: wrong\n");

        int exit = run("check", sound.toString(), wrong.toString());

        assertThat(exit).isEqualTo(ExitCode.USAGE.code());
        assertThat(out.toString()).isEqualTo(sound + ": sound, guarded" + System.lineSeparator());
        assertThat(err.toString())
                .startsWith("kafka-trial-scenarios: " + wrong + ", line 2: ScenarioFile has no field \"nam\"")
                .contains("Perhaps \"name\" is meant");
        assertThat(run("check", sound.toString())).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rum                       | command 'rum' is not known. Perhaps 'run' is meant.
                    run --sed 3               | option '--sed' is not known. Perhaps '--seed' is meant.
                    list --tagg=x             | option '--tagg' is not known. Perhaps '--tag' is meant.
                    run leader-crush          | scenario 'leader-crush' is not known. Perhaps 'leader-crash' is meant
                    run --tag crsh            | tag 'crsh' is not known. Perhaps 'crash' is meant
                    run --chapter offset      | chapter 'offset' is not known. Perhaps 'offsets' is meant
                    run --half guard          | half 'guard' is not known. Perhaps 'guarded' is meant
                    run --engine apachee      | engine 'apachee' is not known
                    run --seed one            | 'one' is no seed
                    run --runs 0              | 0 seeds
                    run --timeout soon        | duration 'soon' cannot be understood
                    run --parallel x          | Invalid value for option '--parallel'
                    run --app x --claim EXACTLY | claim 'EXACTLY' is not known. Perhaps 'EXACTLY_ONCE' is meant
                    run --app x --app-ends no | 'no' is no way to end
                    run --app x --producer y  | an application on trial is one part
                    run --app x --record disk | 'disk' records nothing
                    run --class-path nowhere  | --class-path names
                    run consumer-crash-before-commit --app x | scenario consumer-crash-before-commit has no place
                    run --file nowhere.yaml   | the scenario
                    run --scenario-class a.B  | scenario class a.B cannot be made
                    show                      | Missing required parameter
                    """)
    void mistakesAreAnsweredInOneLineWithTheNearestValidWord(String line, String answer) {
        int exit = run(line.split(" "));

        assertThat(exit).isEqualTo(ExitCode.USAGE.code());
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(first -> assertThat(first).startsWith("kafka-trial-scenarios: " + answer));
    }
}
