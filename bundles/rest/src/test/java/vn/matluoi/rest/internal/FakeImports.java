package vn.matluoi.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;

/** Takes whatever sheet comes, and answers as a test says. */
final class FakeImports implements Imports {

    volatile Order order; // what came last
    volatile byte[] sheet;
    volatile Optional<IntakeReport.Counts> counts = Optional.empty();
    volatile Optional<HubException> refusal = Optional.empty();

    @Override
    public IntakeReport take(Order given, InputStream in) {
        order = given;
        try {
            sheet = in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        var report = FakeSources.report(given.mode() == Intake.Mode.COMMIT ? 7 : 0, given.mode());
        return counts.map(these -> new IntakeReport(
                        report.importId(),
                        given.source(),
                        given.fileName(),
                        given.mode(),
                        FakeHub.NOON,
                        these,
                        List.of(),
                        List.of()))
                .orElse(report);
    }

    @Override
    public IntakeReport take(Order given, Records records) {
        throw new AssertionError("only sheets are sent here");
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return new IntakeReport(
                report.importId(),
                report.source(),
                "for an agency",
                report.mode(),
                report.at(),
                report.counts(),
                report.findings(),
                report.rows(),
                report.standing());
    }

    @Override
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        try {
            xlsx.write(("xlsx of " + report.importId()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
