package vn.matluoi.rest.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;
import vn.matluoi.api.source.TestReport;

/** Sources in memory; remembers the last secret it was handed. */
final class FakeSources implements Sources {

    final Map<SourceId, Source> sources = new LinkedHashMap<>();
    String lastSecret;
    SourceQuery lastQuery;

    static IntakeReport report(long id, Intake.Mode mode) {
        var finding = new Finding(
                Finding.Severity.ERROR,
                3,
                Optional.of(vn.matluoi.api.intake.CameraField.LATITUDE),
                Optional.of("I (Vĩ độ)"),
                "position.swapped",
                new Text("Vĩ độ và kinh độ bị đổi chỗ.", "Latitude and longitude are swapped."),
                new Text("Đổi chỗ hai ô.", "Swap the two cells."),
                List.of("10.53", "106.41"));
        return new IntakeReport(
                id,
                new SourceId("nvr-1"),
                "xã.csv",
                mode,
                FakeHub.NOON,
                new IntakeReport.Counts(1, 0, 0, 0, 1, 0, 0),
                List.of(),
                List.of(new IntakeReport.RowReport(
                        3, IntakeReport.Outcome.REJECTED, Optional.empty(), List.of(finding))));
    }

    @Override
    public Page<Source> list(Scope scope, Optional<String> text, int limit, Optional<String> cursor) {
        return new Page<>(List.copyOf(sources.values()), Optional.empty(), sources.size());
    }

    @Override
    public Page<Source> list(Scope scope, SourceQuery query) {
        lastQuery = query;
        return list(scope, query.text(), query.limit(), query.cursor());
    }

    @Override
    public Optional<Source> find(Scope scope, SourceId id) {
        return Optional.ofNullable(sources.get(id));
    }

    @Override
    public TestReport test(Caller by, SourceSettings settings, char[] secret) {
        lastSecret = new String(secret);
        return failed();
    }

    @Override
    public TestReport test(Caller by, SourceId id) {
        return failed();
    }

    private static TestReport failed() {
        return new TestReport(
                false,
                List.of(
                        new TestReport.Rung("tcp", true, Text.same("ok"), Text.same(""), 3),
                        new TestReport.Rung(
                                "login",
                                false,
                                new Text("Sai mật khẩu", "Wrong password"),
                                new Text("Nhập lại mật khẩu của đầu ghi", "Enter the recorder's password again"),
                                12)),
                Optional.empty(),
                List.of(),
                Optional.of("ab".repeat(32)));
    }

    @Override
    public Source add(
            Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate) {
        if (sources.containsKey(settings.id())) {
            throw FakeHub.refusal(HubException.Reason.CONFLICT, "source.taken");
        }
        return put(settings, secret);
    }

    private Source put(SourceSettings settings, Optional<char[]> secret) {
        secret.ifPresent(given -> lastSecret = new String(given));
        var source = new Source(settings, State.unknown(FakeHub.NOON), Optional.empty(), 0);
        sources.put(settings.id(), source);
        return source;
    }

    @Override
    public Source update(
            Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate) {
        return put(settings, secret);
    }

    @Override
    public void remove(Caller by, SourceId id) {
        sources.remove(id);
    }

    @Override
    public IntakeReport sync(Caller by, SourceId id) {
        return report(7, Intake.Mode.COMMIT);
    }
}
