package vn.matluoi.registry.internal.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.SourceId;
import vn.matluoi.registry.internal.db.Rows;

/** What people answered about the rows of one source, as it stands when a statement is planned. */
public final class Answers {

    private static final String SELECT =
            "select q.subject, q.standing, q.signs_key, coalesce(a.camera, q.candidate) as candidate,"
                    + " coalesce(b.camera, q.answer) as answer from identity_questions q"
                    + " left join camera_aliases a on a.alias = q.candidate left join camera_aliases b on b.alias = q.answer"
                    + " where q.source = ? and q.standing in ('OPEN', 'SAME', 'DIFFERENT')";

    private final Map<String, String> bound = new HashMap<>();
    private final Map<String, Set<String>> different = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private Answers() {}

    public static Answers read(Connection connection, SourceId source) throws SQLException {
        var answers = new Answers();
        Rows.list(connection, SELECT, List.of(source.value()), row -> {
            var subject = row.getString("subject");
            Rows.text(row, "answer").ifPresent(camera -> answers.bound.put(subject, camera));
            switch (row.getString("standing")) {
                case "OPEN" -> answers.open.add(subject);
                case "DIFFERENT" ->
                    answers.different
                            .computeIfAbsent(subject, any -> new HashSet<>())
                            .add(row.getString("candidate") + " " + row.getString("signs_key"));
                default -> {
                    // which camera it is stands in answer
                }
            }
            return subject;
        });
        return answers;
    }

    /** @return the camera that a person said the row is, or that was made of it when a person said it was none there */
    public Optional<String> bound(String subject) {
        return Optional.ofNullable(bound.get(subject));
    }

    /** @return whether a person said, on these very signs, that it is another camera */
    public boolean different(String subject, Candidate candidate) {
        return different.getOrDefault(subject, Set.of()).contains(candidate.camera() + " " + candidate.key());
    }

    public boolean asksNothing() {
        return open.isEmpty();
    }

    public boolean asks(String subject) {
        return open.contains(subject);
    }
}
