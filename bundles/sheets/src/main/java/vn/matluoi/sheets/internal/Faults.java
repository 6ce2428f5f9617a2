package vn.matluoi.sheets.internal;

import java.util.stream.Collectors;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.intake.Profile;

/** What can be wrong with a file, or a list of records, as a whole, and how to mend it. */
final class Faults {

    /** Rule of a table in which no row of headings is found. */
    static final String NO_HEADINGS = "sheet.header";

    /** Rule of a table whose letters are lost or in doubt. */
    static final String ENCODING = "sheet.encoding";

    private static final Text SAVE_AGAIN = new Text(
            "Mở lại tệp gốc, lưu lại dạng Excel (.xlsx) hoặc CSV UTF-8 rồi gửi lại.",
            "Open the original, save it again as Excel (.xlsx) or CSV UTF-8, and send it again.");

    private Faults() {}

    static SheetFault empty() {
        return new SheetFault(
                "sheet.empty",
                new Text("Tệp trống.", "The file is empty."),
                new Text("Kiểm tra lại tệp đã chọn.", "Check which file was chosen."));
    }

    static SheetFault noRows() {
        return new SheetFault(
                "sheet.empty",
                new Text("Bảng chỉ có tiêu đề, không có dòng nào.", "The sheet has headings but no rows."),
                new Text("Điền ít nhất một dòng camera.", "Fill in at least one camera."));
    }

    static SheetFault tooLarge(long bytes) {
        return new SheetFault(
                "sheet.large",
                new Text(
                        "Tệp lớn hơn " + (bytes >> 20) + " MiB.", "The file is larger than " + (bytes >> 20) + " MiB."),
                new Text("Chia bảng thành nhiều tệp nhỏ hơn.", "Divide the sheet into smaller files."));
    }

    static SheetFault notASheet(String what) {
        return new SheetFault(
                "sheet.kind",
                new Text(
                        "Tệp không phải bảng tính XLSX hay CSV" + what(what) + ".",
                        "The file is neither an XLSX sheet nor CSV" + what(what) + "."),
                SAVE_AGAIN);
    }

    private static String what(String what) {
        return what.isEmpty() ? "" : " (" + what + ")";
    }

    static SheetFault textCalledXlsx() {
        return new SheetFault(
                "sheet.kind",
                new Text(
                        "Tệp mang đuôi .xlsx nhưng không phải bảng tính XLSX: bên trong là văn bản, không có dòng tiêu đề.",
                        "The file is called .xlsx but is no XLSX sheet: it is text without a row of headings."),
                SAVE_AGAIN);
    }

    static SheetFault oldExcel() {
        return new SheetFault(
                "sheet.kind",
                new Text(
                        "Tệp Excel dạng cũ (.xls) hoặc có mật khẩu.",
                        "An old Excel file (.xls), or one with a password."),
                new Text(
                        "Bỏ mật khẩu và lưu lại dạng Excel Workbook (.xlsx).",
                        "Remove the password and save it as an Excel workbook (.xlsx)."));
    }

    static SheetFault truncated() {
        return new SheetFault(
                "sheet.truncated",
                new Text("Tệp bị cắt ngang hoặc hỏng khi truyền.", "The file is cut short or was damaged on its way."),
                new Text("Gửi lại tệp nguyên vẹn.", "Send the whole file again."));
    }

    static SheetFault broken(String detail) {
        return new SheetFault(
                "sheet.broken",
                new Text(
                        "Bảng tính hỏng, không đọc được: " + detail,
                        "The sheet is damaged and cannot be read: " + detail),
                SAVE_AGAIN);
    }

    static SheetFault bomb() {
        return new SheetFault(
                "sheet.bomb",
                new Text(
                        "Tệp nén giãn ra lớn bất thường; không đọc tiếp.",
                        "The file unpacks to an unusual size; it was not read further."),
                SAVE_AGAIN);
    }

    static SheetFault tooManyRows(int most) {
        return new SheetFault(
                "sheet.rows",
                new Text("Bảng có hơn " + most + " dòng.", "The sheet has more than " + most + " rows."),
                new Text("Chia bảng thành nhiều tệp.", "Divide the sheet into several files."));
    }

    static SheetFault tooManyColumns(int most) {
        return new SheetFault(
                "sheet.columns",
                new Text("Bảng có hơn " + most + " cột.", "The sheet has more than " + most + " columns."),
                new Text(
                        "Chỉ giữ các cột của mẫu, xóa các cột thừa rồi gửi lại.",
                        "Keep the columns of the template only, delete the others, and send it again."));
    }

    static SheetFault noHeadings(String known) {
        return new SheetFault(
                NO_HEADINGS,
                new Text(
                        "Không tìm thấy dòng tiêu đề trong 30 dòng đầu.",
                        "No row of headings was found in the first 30 rows."),
                new Text(
                        "Ghi một dòng tiêu đề, ví dụ: " + known + ".",
                        "Write a row of headings, for example: " + known + "."));
    }

    /**
     * @param column its number, from 0
     * @param sample a cell of it
     */
    static SheetFault doubtfulLetters(OldLetters letters, Wording wording, int column, String sample) {
        var name = wording.name().apply(column);
        return doubtful(
                "%s %s có chữ giống bảng mã cũ %s: “%s” có thể là “%s”."
                        .formatted(
                                Wording.capital(wording.column().vi()),
                                name,
                                letters.shown(),
                                sample,
                                letters.read(sample)),
                "%s %s looks as if some of it were in the old encoding %s: “%s” may be “%s”."
                        .formatted(
                                Wording.capital(wording.column().en()),
                                name,
                                letters.shown(),
                                sample,
                                letters.read(sample)),
                wording);
    }

    static SheetFault doubtfulLetters(OldLetters letters) {
        return doubtful(
                "Một phần tệp có chữ giống bảng mã cũ %s.".formatted(letters.shown()),
                "Some of the file looks as if it were in the old encoding %s.".formatted(letters.shown()),
                Wording.SHEET);
    }

    private static SheetFault doubtful(String vi, String en, Wording wording) {
        return new SheetFault(
                ENCODING,
                new Text(
                        vi + " Không đủ chắc để tự đổi sang Unicode, nên chưa đọc gì.",
                        en + " That is not certain enough to turn it into Unicode, so nothing was read."),
                wording.convert());
    }

    static SheetFault lostLetters() {
        return new SheetFault(
                ENCODING,
                new Text(
                        "Chữ có dấu đã mất, thành dấu “?” hoặc “�”, hoặc bảng mã không nhận ra.",
                        "Accented letters were lost (“?” or “�”), or the encoding is not known."),
                new Text(
                        "Trong Excel chọn Lưu thành… → CSV UTF-8, hoặc gửi tệp .xlsx.",
                        "In Excel choose Save as… → CSV UTF-8, or send the .xlsx file."));
    }

    static SheetFault openQuote(long row) {
        return new SheetFault(
                "sheet.quote",
                new Text(
                        "Từ dòng " + row
                                + " có dấu ngoặc kép mở mà không đóng, hoặc dòng dài bất thường, hoặc tệp bị cắt ngang.",
                        "From row " + row
                                + " on a quotation mark is opened and never closed, or the row is unusually long, or the"
                                + " file is cut short."),
                SAVE_AGAIN);
    }

    static SheetFault noRecords() {
        return new SheetFault(
                "record.none",
                new Text("Danh sách không có phần tử nào.", "The list has no items."),
                new Text("Gửi ít nhất một camera.", "Send at least one camera."));
    }

    static SheetFault noMembers(Profile profile) {
        return new SheetFault(
                "record.members",
                new Text(
                        "Không trường nào của các phần tử có trong mẫu “%s”.".formatted(profile.name()),
                        "No member of the items is known to the profile “%s”.".formatted(profile.name())),
                new Text(
                        "Đặt tên trường theo tiêu đề của mẫu, ví dụ: %s.".formatted(examples(profile)),
                        "Name members by headings of the profile, for example: %s.".formatted(examples(profile))));
    }

    static SheetFault missingMember(String heading) {
        return new SheetFault(
                "record.member.missing",
                new Text(
                        "Không phần tử nào có trường bắt buộc “%s”.".formatted(heading),
                        "No item has the required member “%s”.".formatted(heading)),
                new Text(
                        "Thêm trường “%s”, hoặc đặt tiêu đề ấy cho trường mang giá trị.".formatted(heading),
                        "Add a member “%s”, or give that heading to the one that holds it.".formatted(heading)));
    }

    static SheetFault tooMuch() {
        return new SheetFault(
                "record.too-much",
                new Text(
                        "Danh sách có hơn %d phần tử, %d trường, %d giá trị hoặc %d triệu ký tự, hoặc tên trường dài hơn %d ký tự."
                                .formatted(
                                        Records.MOST,
                                        Records.MOST_HEADINGS,
                                        Records.MOST_VALUES,
                                        Records.MOST_CHARACTERS >> 20,
                                        Records.LONGEST_HEADING),
                        "The list has more than %d items, %d members, %d values or %d million characters, or a member's name of more than %d."
                                .formatted(
                                        Records.MOST,
                                        Records.MOST_HEADINGS,
                                        Records.MOST_VALUES,
                                        Records.MOST_CHARACTERS >> 20,
                                        Records.LONGEST_HEADING)),
                new Text("Chia danh sách thành nhiều phần.", "Divide the list into several."));
    }

    private static String examples(Profile profile) {
        return profile.columns().stream()
                .limit(6)
                .map(column -> column.headings().get(0))
                .collect(Collectors.joining(", "));
    }
}
