package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Rows;

/**
 * Notices a complete statement that would mark missing more than its source may lose at once: an agency's export that
 * broke off looks just like an agency that took its cameras down. Of a small source, of which so many cannot be missing, more than half is
 * too much.
 *
 * @param percent share of the source's cameras, beyond which it waits
 * @param least as many must be missing
 */
record RemovalGuard(int percent, int least) {

    static final String RULE = "statement.removes-much";

    private static final RemovalGuard USUAL = new RemovalGuard(20, 10);

    /** However few a source has; one camera alone may go, and who allowed a larger share allowed it here, too. */
    private static final RemovalGuard SMALL = new RemovalGuard(50, 2);

    /** @return the bounds in the source's options */
    static RemovalGuard of(Connection connection, SourceId source) throws SQLException {
        return Rows.first(
                        connection,
                        "select options from sources where id = ?",
                        List.of(source.value()),
                        row -> of(Json.words(row.getString(1))))
                .orElse(USUAL);
    }

    private static RemovalGuard of(Map<String, String> options) {
        return new RemovalGuard(
                number(options, "missing.percent", USUAL.percent), number(options, "missing.least", USUAL.least));
    }

    private static int number(Map<String, String> options, String key, int usual) {
        try {
            return Optional.ofNullable(options.get(key))
                    .map(String::strip)
                    .map(Integer::parseInt)
                    .orElse(usual);
        } catch (NumberFormatException e) {
            return usual; // checked where options are set; what is older does not open the gate
        }
    }

    /** @return why it has to wait; empty if it may be applied */
    Optional<Finding> judge(Plan plan) {
        var missing = plan.missing().size();
        var share = exceeded(missing, plan.named());
        return share.isPresent() ? Optional.of(finding(missing, plan.named(), share.getAsInt())) : Optional.empty();
    }

    /**
     * @param named how many the source named before
     * @return the share, of a hundred, of which so many are more; empty if they may go
     */
    OptionalInt exceeded(long missing, long named) {
        var small = new RemovalGuard(Math.max(percent, SMALL.percent), SMALL.least);
        return Stream.of(this, small)
                .filter(guard -> missing >= guard.least && missing * 100 > guard.percent * named)
                .mapToInt(RemovalGuard::percent)
                .findFirst();
    }

    private static Finding finding(long missing, long named, int percent) {
        return new Finding(
                Severity.ERROR,
                0,
                Optional.empty(),
                Optional.empty(),
                RULE,
                new Text(
                        "Bảng kê đủ này không còn nêu %d trong %d camera của nguồn (quá %d%%); chưa ghi gì."
                                .formatted(missing, named, percent),
                        "This complete list no longer names %d of the source's %d cameras (more than %d %%); nothing was taken."
                                .formatted(missing, named, percent)),
                new Text(
                        "Hỏi lại cơ quan gửi. Nếu đúng, chấp nhận lần nhập này; nếu sai, hủy nó, hoặc gửi lại bảng đủ: bảng"
                                + " mới thay bảng đang chờ. Ngưỡng: tùy chọn missing.percent và missing.least của nguồn;"
                                + " quá nửa số camera thì từ 2 camera đã phải chờ, trừ khi missing.percent lớn hơn.",
                        "Ask the agency. If it is right, release this import; if not, discard it, or send the whole list"
                                + " again: it takes the place of this one. The bounds are the source's options missing.percent"
                                + " and missing.least; more than half wait from 2 cameras on, unless missing.percent is larger."),
                List.of());
    }
}
