package vn.matluoi.source.file.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;
import vn.matluoi.api.source.TestReport;

/** Sources in memory. */
final class KnownSources implements Sources {

    private final List<SourceSettings> added = new ArrayList<>();
    private HubException refusal;

    /** @param why null to take sources again */
    synchronized void refuseWith(HubException why) {
        refusal = why;
    }

    synchronized List<SourceSettings> added() {
        return List.copyOf(added);
    }

    @Override
    public Page<Source> list(Scope scope, Optional<String> text, int limit, Optional<String> cursor) {
        throw new AssertionError("an inbox lists no sources");
    }

    @Override
    public synchronized Optional<Source> find(Scope scope, SourceId id) {
        return added.stream()
                .filter(settings -> settings.id().equals(id))
                .findFirst()
                .map(settings -> new Source(settings, State.unknown(java.time.Instant.EPOCH), Optional.empty(), 0));
    }

    @Override
    public TestReport test(Caller by, SourceSettings settings, char[] secret) {
        throw new AssertionError("an inbox tests no sources");
    }

    @Override
    public TestReport test(Caller by, SourceId id) {
        throw new AssertionError("an inbox tests no sources");
    }

    @Override
    public synchronized Source add(
            Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate) {
        if (refusal != null) {
            throw refusal;
        }
        added.add(settings);
        return find(Scope.all(), settings.id()).orElseThrow();
    }

    @Override
    public Source update(
            Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate) {
        throw new AssertionError("an inbox changes no sources");
    }

    @Override
    public void remove(Caller by, SourceId id) {
        throw new AssertionError("an inbox removes no sources");
    }

    @Override
    public IntakeReport sync(Caller by, SourceId id) {
        throw new AssertionError("an inbox synchronises no sources");
    }
}
