package vn.matluoi.registry.internal.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.normalise.Rules;

/**
 * Finds the rows of one statement that will have nothing to say if they come again: each is gone through once more against its
 * camera as it will be. One instance serves one statement.
 */
final class Rehearsal {

    /** Of a camera that has no id yet. */
    private static final CameraId NEW = CameraId.of("00", 1);

    private final Statement statement;
    private final Rules rules;
    private final Difference difference;
    private final Overlaps overlaps;
    private final List<Quiet> quiet = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> repeated = new HashSet<>();
    private final Map<String, Integer> written = new HashMap<>();

    Rehearsal(Statement statement, Rules rules, Difference difference, Overlaps overlaps) {
        this.statement = statement;
        this.rules = rules;
        this.difference = difference;
        this.overlaps = overlaps;
    }

    /**
     * A row of which nothing is told by itself.
     *
     * @param place among the rows of its statement
     * @param broken what {@link Rules#breaksOnly} says of it
     */
    record Quiet(int place, RowKey key, String part, int broken, List<String> words, boolean writes) {}

    record Outcome(Rules.Basis basis, List<Quiet> rows) {}

    /** Takes note of any row: none whose channel or code another row says, too, is quiet. */
    void heard(Draft draft, Plan.Row row) {
        words(draft).stream().filter(word -> !words.add(word)).forEach(repeated::add);
        row.write().flatMap(CameraWrite::known).ifPresent(camera -> written.merge(camera, 1, Integer::sum));
    }

    /** A row that was known to be quiet. */
    void still(int place, Draft draft, QuietRows.Row row) {
        quiet.add(new Quiet(place, row.key(), row.part(), row.broken(), words(draft), false));
    }

    /**
     * A row that was worked out.
     *
     * @param camera as it is; empty if the row brings it
     * @param stated all that is said of it now
     */
    void tryAgain(int place, Draft draft, String part, Plan.Row row, Optional<Camera> camera, List<Stated> stated) {
        if (!row.findings().isEmpty() || row.doubt().isPresent()) {
            return;
        }
        var after =
                row.write().map(write -> after(write, camera)).or(() -> camera).orElseThrow();
        var said = row.write().map(write -> said(write, stated)).orElse(stated);
        var again = new Judged(draft, Optional.of(after), said, statement, overlaps);
        var alone = !rules.askForOverlaps() || again.view().isEmpty() || again.standsAsBefore();
        if (!alone || difference.updated(draft, after, part, said).isPresent()) {
            return;
        }
        rules.breaksOnly(again)
                .ifPresent(broken -> quiet.add(new Quiet(
                        place,
                        RowKey.of(draft),
                        part,
                        broken,
                        words(draft),
                        row.write().isPresent())));
    }

    /** @return the quiet rows, once all rows are known as they are told, and what is missing */
    Outcome outcome(List<Plan.Row> rows, List<Plan.Missing> missing) {
        var gone = new HashSet<String>();
        missing.forEach(one -> gone.add(one.camera()));
        var left = quiet.stream()
                .filter(one -> rows.get(one.place()).findings().isEmpty()
                        && one.words().stream().noneMatch(repeated::contains)
                        && rows.get(one.place())
                                .known()
                                .filter(camera -> gone.contains(camera)
                                        || written.getOrDefault(camera, 0) > (one.writes() ? 1 : 0))
                                .isEmpty())
                .toList();
        return new Outcome(rules.basis(), left);
    }

    private static List<String> words(Draft draft) {
        var words = new ArrayList<String>(2);
        draft.channel().ifPresent(channel -> words.add("channel " + channel));
        draft.code().ifPresent(code -> words.add("code " + code));
        return words;
    }

    private static Camera after(CameraWrite write, Optional<Camera> before) {
        return new Camera(
                before.map(Camera::id).orElse(NEW),
                new AreaCode(write.area()),
                write.source(),
                write.channel(),
                write.values(),
                State.unknown(Instant.EPOCH),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private List<Stated> said(CameraWrite write, List<Stated> before) {
        var after = new ArrayList<>(before.stream()
                .filter(one -> !(one.part().equals(write.stated().part())
                        && one.layer() == statement.layer()
                        && one.source().equals(statement.source())))
                .toList());
        after.add(write.stated());
        return after;
    }
}
