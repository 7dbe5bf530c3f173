/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.cli;

import io.kafkatrial.engine.TrialException;
import io.kafkatrial.fault.Bite;
import io.kafkatrial.fault.json.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What came of a cluster's faults and of the claims about its clients. A value, and a JSON document.
 *
 * @param passed whether all is as it was claimed, and every fault did something
 * @param faults what each fault did
 * @param verdicts one for each claim
 * @param troubles what could not be healed, recorded or read
 * @param report the page; empty if there is none
 */
@API(status = Status.INTERNAL, since = "0.1.0")
public record Findings(
        boolean passed, List<OfFault> faults, List<OfClaim> verdicts, List<String> troubles, String report) {

    /** What a fault did. */
    public record OfFault(String name, boolean bit, String evidence) {}

    /**
     * A verdict.
     *
     * @param outcome {@code PASS}, {@code FAIL} or {@code VACUOUS}
     * @param text the whole of it, for people
     */
    public record OfClaim(String claim, String outcome, String text) {}

    /**
     * What else there is to say.
     *
     * @param healthy whether the cluster could be healed
     * @param troubles what could not be healed, recorded or read
     * @param report the page; empty if there is none
     */
    public record Remarks(boolean healthy, List<String> troubles, String report) {}

    public Findings {
        faults = List.copyOf(faults);
        verdicts = List.copyOf(verdicts);
        troubles = List.copyOf(troubles);
    }

    /** The findings of these parts. */
    public static Findings of(List<OfFault> faults, List<OfClaim> verdicts, Remarks remarks, boolean allowVacuous) {
        boolean bit = allowVacuous || faults.stream().allMatch(OfFault::bit);
        boolean held = verdicts.stream()
                .map(OfClaim::outcome)
                .allMatch(outcome -> outcome.equals("PASS") || (allowVacuous && outcome.equals("VACUOUS")));
        return new Findings(bit && held && remarks.healthy(), faults, verdicts, remarks.troubles(), remarks.report());
    }

    /** What faults did, by their bites. */
    public static List<OfFault> ofFaults(List<Bite> bites) {
        return bites.stream()
                .map(bite -> new OfFault(bite.planned().name(), bite.bit(), bite.evidence()))
                .toList();
    }

    /** All of it in lines, for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (OfFault fault : faults) {
            lines.add("Fault " + fault.name() + (fault.bit() ? ": " : " never bit: ") + fault.evidence());
        }
        boolean told = false;
        for (OfClaim verdict : verdicts) {
            // what was checked is the same for all
            boolean whole = !told || !verdict.outcome().equals("PASS");
            verdict.text().lines().limit(whole ? Long.MAX_VALUE : 1).forEach(lines::add);
            told = true;
        }
        troubles.forEach(trouble -> lines.add("Note: " + trouble));
        if (!report.isEmpty() && verdicts.isEmpty()) { // the texts of verdicts name it
            lines.add("Report: " + report);
        }
        return lines;
    }

    /** Let the file appear at once and whole. */
    void write(Path file) {
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, ".trial", ".findings");
            Files.writeString(draft, RecordJson.write(this));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new TrialException(
                    "--findings " + file + " cannot be written: " + failure
                            + ". Name a file in a folder you may write to.",
                    failure);
        }
    }

    /**
     * The findings in a file.
     *
     * @throws IOException if there is no such file
     * @throws TrialException if there is something else in it
     */
    public static Findings read(Path file) throws IOException {
        return RecordJson.read(Findings.class, file.toString(), Files.readString(file));
    }
}
