package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.normalise.Normalised;
import vn.matluoi.registry.internal.source.Placing;

/** Takes of rows that are returned one thing all the same: that their camera is a state secret (R1.4). */
final class SecretClaims {

    static final String SECRET = "true";

    private SecretClaims() {}

    /**
     * That a camera is a state secret.
     *
     * @param camera its id; empty if an earlier row of the statement brings it
     * @param row the number of the row that speaks of it and is taken, where there is one; else 0
     * @param part the part of the camera that the source speaks of
     * @param raw as written
     */
    record Claim(Optional<String> camera, int row, String part, String raw) {}

    /** @return what is left to take of a row that is returned; empty unless it says of its camera what its source did not say yet */
    static Optional<Claim> of(Draft draft, Match speaksOf, Map<String, List<Stated>> stated, Statement statement) {
        if (!draft.word(CameraField.STATE_SECRET).filter(SECRET::equals).isPresent()) {
            return Optional.empty();
        }
        var raw = Difference.raw(draft, CameraField.STATE_SECRET);
        if (speaksOf instanceof Match.Again again) {
            return Optional.of(new Claim(Optional.empty(), again.firstRow(), "", raw));
        }
        if (!(speaksOf instanceof Match.Known known)) {
            return Optional.empty();
        }
        return says(known, stated, statement)
                ? Optional.empty()
                : Optional.of(new Claim(Optional.of(known.camera()), 0, known.part(), raw));
    }

    /** @return whether the row takes a mark back that only the province may take back */
    static boolean stays(Draft draft, Match match, Map<String, List<Stated>> stated, Statement statement) {
        return statement.isOfAgency()
                && match instanceof Match.Known known
                && draft.word(CameraField.STATE_SECRET)
                        .filter(word -> !word.equals(SECRET))
                        .isPresent()
                && says(known, stated, statement);
    }

    private static boolean says(Match.Known known, Map<String, List<Stated>> stated, Statement statement) {
        return stated.getOrDefault(known.camera(), List.of()).stream()
                .anyMatch(one -> one.source().equals(statement.source())
                        && one.layer() == statement.layer()
                        && one.part().equals(known.part())
                        && one.value(CameraField.STATE_SECRET)
                                .filter(SECRET::equals)
                                .isPresent());
    }

    /** @return what is left to take of a row that was to be written, and is not after all */
    static Optional<Claim> of(Plan.Row before, Plan.Row after) {
        return before.write().filter(write -> after.write().isEmpty()).flatMap(write -> Optional.ofNullable(
                        write.stated().said().get(CameraField.STATE_SECRET))
                .filter(said -> said.value().equals(SECRET))
                .map(said -> new Claim(before.known(), 0, write.stated().part(), said.raw())));
    }

    /**
     * @param cameras for each row of the plan the camera it belongs to, all written
     * @return rows that only say of their cameras that they are secret, one a camera
     */
    static List<Plan.Row> rows(
            Connection connection, Plan plan, List<Optional<String>> cameras, Statement statement, Placing placing)
            throws SQLException {
        var byRow = new HashMap<Integer, String>();
        for (var place = 0; !plan.secrets().isEmpty() && place < cameras.size(); place++) {
            var number = plan.rows().get(place).number();
            cameras.get(place).ifPresent(camera -> byRow.putIfAbsent(number, camera));
        }
        var claims = new HashMap<String, Claim>();
        for (var claim : plan.secrets()) {
            claim.camera()
                    .or(() -> Optional.ofNullable(byRow.get(claim.row())))
                    .ifPresent(camera -> claims.putIfAbsent(camera, claim));
        }
        var now = CameraTable.of(connection, claims.keySet());
        var stated = StatedTable.of(connection, claims.keySet());
        var difference = new Difference(statement, placing);
        var rows = new ArrayList<Plan.Row>();
        now.forEach((id, camera) -> {
            var claim = claims.get(id);
            difference
                    .updated(
                            draft(claim, camera.area().value()),
                            camera,
                            claim.part(),
                            stated.getOrDefault(id, List.of()))
                    .ifPresent(write -> rows.add(new Plan.Row(
                            claim.row(),
                            Outcome.UPDATED,
                            Optional.of(id),
                            List.of(),
                            Optional.of(write),
                            Optional.empty())));
        });
        return rows;
    }

    private static Draft draft(Claim claim, String area) {
        var item = new Item(claim.row(), Optional.empty(), Map.of(), Map.of(), List.of());
        var says = new Normalised(
                Map.of(CameraField.STATE_SECRET, SECRET), Map.of(CameraField.STATE_SECRET, claim.raw()), List.of());
        return new Draft(item, says, area, Origin.none(), "");
    }
}
