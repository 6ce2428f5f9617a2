package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.LearnedHeadings;

/** Learned headings that are a list. */
final class TaughtHeadings implements LearnedHeadings {

    private final List<Learned> all = new ArrayList<>();

    @Override
    public List<Learned> of(SourceId source) {
        return all.stream().filter(one -> one.source().equals(source)).toList();
    }

    @Override
    public Learned learn(Caller by, String surface, SourceId source, String heading, CameraField field) {
        var learned = new Learned(source, heading, field, by.account(), Recorder.NOW);
        all.add(learned);
        return learned;
    }

    @Override
    public void forget(Caller by, String surface, SourceId source, String heading) {
        all.removeIf(one -> one.source().equals(source) && one.heading().equals(heading));
    }
}
