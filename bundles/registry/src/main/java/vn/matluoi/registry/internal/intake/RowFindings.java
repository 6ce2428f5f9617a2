package vn.matluoi.registry.internal.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.registry.internal.camera.CameraColumns;
import vn.matluoi.registry.internal.identity.Candidate;

/** What is said of a row when it is compared with other rows and with the catalogue. */
final class RowFindings {

    private final Map<CameraField, String> columns;

    /** @param columns where each field stands as people see it */
    RowFindings(Map<CameraField, String> columns) {
        this.columns = columns;
    }

    Finding duplicate(Draft draft, int firstRow) {
        return finding(
                Severity.ERROR,
                draft,
                Optional.empty(),
                "row.duplicate",
                new Text(
                        "Dòng này trùng camera với dòng %d.".formatted(firstRow),
                        "This row is the same camera as row %d.".formatted(firstRow)),
                new Text(
                        "Xóa một trong hai dòng, hoặc sửa mã camera nếu là hai camera khác nhau.",
                        "Delete one of the two, or correct the camera code if they are different cameras."),
                List.of());
    }

    /** Said of both rows; an error of one that is not taken. */
    Finding contradicts(Severity severity, int row, int other, List<CameraField> fields) {
        var vi = fields.stream().map(field -> field.label().vi()).collect(Collectors.joining(", "));
        var en = fields.stream().map(field -> field.label().en()).collect(Collectors.joining(", "));
        return new Finding(
                severity,
                row,
                Optional.of(CameraField.CODE),
                Optional.ofNullable(columns.get(CameraField.CODE)),
                "row.contradicts",
                new Text(
                        "Dòng này và dòng %d là một camera nhưng ghi khác nhau: %s.".formatted(other, vi),
                        "This row and row %d are one camera but differ in: %s.".formatted(other, en)),
                new Text(
                        "Giữ lại dòng đúng, hoặc sửa mã camera nếu là hai camera.",
                        "Keep the one that is right, or correct the camera code if they are two cameras."),
                List.of());
    }

    /** A camera that is known, and perhaps another that is known, too. */
    Finding alike(Draft draft, String known, List<Candidate> others) {
        var ids = others.stream().map(Candidate::camera).toList();
        var cameras = String.join(", ", ids);
        return naming(
                Severity.WARNING,
                draft,
                "identity.alike",
                new Text(
                        "Camera %s có thể cũng là camera %s.".formatted(known, cameras),
                        "Camera %s may be camera %s as well.".formatted(known, cameras)),
                new Text(
                        "Dòng này đã được ghi; cán bộ quản lý trả lời \"cùng camera?\" (hub:same-list).",
                        "The row was taken; a person answers \"same camera?\" (hub:same-list)."),
                ids);
    }

    /** @return that not every doubt is asked, if there are too many */
    List<Finding> tooManyDoubts(int count) {
        if (count <= Doubts.MOST) {
            return List.of();
        }
        return List.of(new Finding(
                Severity.WARNING,
                0,
                Optional.empty(),
                Optional.empty(),
                "identity.many",
                new Text(
                        "%d dòng cần người quyết định; chỉ hỏi %d dòng đầu.".formatted(count, Doubts.MOST),
                        "%d rows need a person's decision; only the first %d are asked.".formatted(count, Doubts.MOST)),
                new Text(
                        "Kiểm tra cột số serial, MAC và tọa độ của bảng, rồi gửi lại.",
                        "Check the sheet's serial numbers, MACs and positions, and send it again."),
                List.of()));
    }

    Finding serialAgain(Draft draft, int firstRow) {
        var serial = draft.serial().orElse("");
        return finding(
                Severity.WARNING,
                draft,
                Optional.of(CameraField.SERIAL),
                "serial.repeated",
                new Text(
                        "Số serial \"%s\" đã có ở dòng %d.".formatted(serial, firstRow),
                        "Serial number \"%s\" already stands in row %d.".formatted(serial, firstRow)),
                new Text(
                        "Kiểm tra số serial trên nhãn của từng camera.",
                        "Check the serial number on each camera's label."),
                List.of());
    }

    Finding doubtful(Draft draft, Match.Doubtful doubtful) {
        var candidates = String.join(", ", doubtful.cameras());
        var message =
                switch (doubtful.reason()) {
                    case "several-named" ->
                        new Text(
                                "Kênh và mã camera chỉ đến các camera khác nhau: %s.".formatted(candidates),
                                "Channel and camera code point at different cameras: %s.".formatted(candidates));
                    case "serial-renamed" ->
                        new Text(
                                "Số serial là của camera %s, nhưng mã hoặc kênh khác.".formatted(candidates),
                                "The serial number is that of camera %s, but code or channel differ."
                                        .formatted(candidates));
                    case "serial-elsewhere" ->
                        new Text(
                                "Số serial là của camera %s, nhưng ở xã/phường khác.".formatted(candidates),
                                "The serial number is that of camera %s, which stands in another area."
                                        .formatted(candidates));
                    case "serial-repeated" ->
                        new Text(
                                "Số serial là của nhiều camera: %s.".formatted(candidates),
                                "Several cameras have this serial number: %s.".formatted(candidates));
                    case "alike" ->
                        new Text(
                                "Có thể là camera %s.".formatted(candidates),
                                "It may be camera %s.".formatted(candidates));
                    case "place-unsaid" ->
                        new Text(
                                "Trùng tên với camera %s, nhưng không đủ địa chỉ hoặc tọa độ để so sánh."
                                        .formatted(candidates),
                                "It has the name of camera %s, but there is no address or position to compare."
                                        .formatted(candidates));
                    default ->
                        new Text(
                                "Có nhiều camera cùng tên ở chỗ này: %s.".formatted(candidates),
                                "Several cameras of that name stand there: %s.".formatted(candidates));
                };
        return naming(
                Severity.WARNING,
                draft,
                "identity." + doubtful.reason(),
                message,
                new Text(
                        "Cán bộ quản lý cần quyết định đây là camera nào (hub:same-list); dòng này được giữ lại chờ.",
                        "A person must decide which camera this is (hub:same-list); the row waits until then."),
                doubtful.cameras());
    }

    /** Of a camera that its source marked as a state secret before, and does not mark any more. */
    Finding staysSecret(Draft draft) {
        return finding(
                Severity.WARNING,
                draft,
                Optional.of(CameraField.STATE_SECRET),
                "secret.kept",
                new Text(
                        "Camera đã được đánh dấu bí mật nhà nước; dấu này được giữ lại (R1.4).",
                        "The camera was marked as a state secret; it stays one (R1.4)."),
                new Text(
                        "Nếu không còn là bí mật, đề nghị cán bộ của tỉnh bỏ dấu; khóa và tuyến của cơ quan không bỏ được.",
                        "If it is a secret no more, ask the province to take the mark back; a key or route of an agency cannot."),
                List.of());
    }

    Finding areaUnknown(Draft draft) {
        return finding(
                Severity.ERROR,
                draft,
                Optional.of(CameraField.AREA),
                "area.unknown",
                new Text(
                        "Không có đơn vị hành chính nào đang có hiệu lực mang mã %s.".formatted(draft.area()),
                        "No administrative unit in force has the code %s.".formatted(draft.area())),
                new Text(
                        "Ghi mã xã/phường đang có hiệu lực, hoặc sửa địa bàn của nguồn.",
                        "Write the code of a commune in force, or correct the source's area."),
                List.of());
    }

    /** @return an error for each value that is longer than the catalogue keeps */
    List<Finding> tooLong(Draft draft) {
        return draft.values().entrySet().stream()
                .filter(entry -> entry.getValue().length() > CameraColumns.limit(entry.getKey()))
                .map(entry -> tooLong(draft, entry.getKey(), entry.getValue().length()))
                .toList();
    }

    private Finding tooLong(Draft draft, CameraField field, int length) {
        var most = CameraColumns.limit(field);
        return finding(
                Severity.ERROR,
                draft,
                Optional.of(field),
                "text.long",
                new Text(
                        "%s dài %d ký tự, tối đa %d.".formatted(field.label().vi(), length, most),
                        "%s has %d characters, at most %d fit."
                                .formatted(field.label().en(), length, most)),
                new Text("Rút gọn ô này.", "Shorten this cell."),
                List.of());
    }

    /** About cameras of the catalogue. */
    private static Finding naming(
            Severity severity, Draft draft, String rule, Text message, Text mend, List<String> cameras) {
        return new Finding(
                severity,
                draft.item().row(),
                Optional.empty(),
                Optional.empty(),
                rule,
                message,
                mend,
                cameras,
                cameras);
    }

    private Finding finding(
            Severity severity,
            Draft draft,
            Optional<CameraField> field,
            String rule,
            Text message,
            Text mend,
            List<String> suggestions) {
        return new Finding(
                severity, draft.item().row(), field, field.map(columns::get), rule, message, mend, suggestions);
    }
}
