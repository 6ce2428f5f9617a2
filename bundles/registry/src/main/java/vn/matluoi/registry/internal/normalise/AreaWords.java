package vn.matluoi.registry.internal.normalise;

import java.util.Optional;
import vn.matluoi.api.Area;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;

/** The sentences about administrative units. */
final class AreaWords {

    static final Said MISSING = new Said(
            new Text(
                    "Không có mã xã, tên xã, cũng không có đơn vị hành chính mặc định.",
                    "There is no area code, no area name and no default area."),
            new Text(
                    "Ghi mã xã/phường 5 chữ số, hoặc chọn xã/phường mặc định khi nhập.",
                    "Write the five-digit area code, or choose a default area for the import."));

    private AreaWords() {}

    /** A message and what to do about it. */
    record Said(Text message, Text mend) {}

    static Said unknownCode(String code) {
        return new Said(
                Remarks.cell(
                        CameraField.AREA,
                        code,
                        "không có đơn vị hành chính nào mang mã này.",
                        "no administrative unit has that code."),
                new Text(
                        "Ghi mã xã/phường 5 chữ số theo danh mục hiện hành (từ 01/7/2025).",
                        "Write the five-digit code in force since 1 July 2025."));
    }

    static Said unknownName(CameraField field, String name) {
        return new Said(
                Remarks.cell(
                        field,
                        name,
                        "không có xã, phường nào tên như vậy trong tỉnh.",
                        "no commune or ward of the province has that name."),
                new Text(
                        "Ghi đúng tên xã/phường hiện hành, hoặc ghi mã 5 chữ số.",
                        "Write the name in force as it is spelt officially, or the five-digit code."));
    }

    static Said otherKind(CameraField field, String written, Area area) {
        return new Said(
                Remarks.cell(
                        field,
                        written,
                        "đã hiểu là " + AreaIndex.show(area) + ".",
                        "read as " + AreaIndex.show(area) + "."),
                new Text("Ghi đúng tên: " + area.fullName() + ".", "Write its name: " + area.fullName() + "."));
    }

    static Said fallback(String shown) {
        return new Said(
                new Text(
                        "Xã/phường để trống; đã lấy nơi mặc định " + shown + ".",
                        "The area is empty; the default was taken: " + shown + "."),
                new Text("Ghi mã và tên xã/phường.", "Write the code and name of the commune or ward."));
    }

    static Said ambiguous(CameraField field, String name) {
        return new Said(
                Remarks.cell(field, name, "nhiều đơn vị cùng mang tên này.", "several units have that name."),
                new Text(
                        "Ghi mã 5 chữ số của đơn vị đúng trong các gợi ý.",
                        "Write the five-digit code of the right one among the suggestions."));
    }

    static Said zeros(String written, Area area) {
        return new Said(
                Remarks.cell(
                        CameraField.AREA,
                        written,
                        "bảng tính đã bỏ các số 0 ở đầu; đã hiểu là " + AreaIndex.show(area) + ".",
                        "the spreadsheet dropped the leading zeros; read as " + AreaIndex.show(area) + "."),
                new Text(
                        "Định dạng cột mã xã là Văn bản (Text) và ghi đủ 5 chữ số.",
                        "Format the column as text and write all five digits."));
    }

    static Said shortCode(String written, Optional<Area> higher) {
        var vi = higher.map(area -> "có thể là " + area.fullName() + ", hoặc mã xã bị mất số 0 ở đầu; không thể đoán.")
                .orElse("mã không đủ 5 chữ số và không khớp mã nào đang dùng.");
        var en = higher.map(area -> "it may be " + area.fullNameEn()
                        + ", or a commune's code without its leading zeros; it cannot be guessed.")
                .orElse("fewer than five digits, and no code in force matches.");
        return new Said(
                Remarks.cell(CameraField.AREA, written, vi, en),
                new Text(
                        "Ghi đủ 5 chữ số của mã xã/phường, định dạng cột là Văn bản (Text).",
                        "Write all five digits of the commune's code; format the column as text."));
    }

    static Said former(CameraField field, String written, String formerName, int successors) {
        var vi = successors == 0
                ? "không rõ đơn vị nào kế tục."
                : successors == 1 ? "đơn vị kế tục nêu trong gợi ý." : "đã chia về nhiều đơn vị, nêu trong gợi ý.";
        var en = successors == 0
                ? "its successor is not known."
                : successors == 1 ? "its successor is among the suggestions." : "it was divided; see the suggestions.";
        return new Said(
                Remarks.cell(
                        field,
                        written,
                        formerName + " không còn từ 01/7/2025; " + vi,
                        formerName + " ceased to exist on 1 July 2025; " + en),
                new Text(
                        "Ghi mã và tên xã/phường hiện hành nơi đặt camera.",
                        "Write the code and name of the unit in force where the camera stands."));
    }

    static Said formerTold(CameraField field, String written, String formerName, String now) {
        return new Said(
                Remarks.cell(
                        field,
                        written,
                        formerName + " không còn từ 01/7/2025; nơi đó nay thuộc " + now + ", đã ghi đơn vị này.",
                        formerName + " ceased to exist on 1 July 2025; it lies in " + now + " now, which was taken."),
                new Text("Ghi mã xã/phường hiện hành.", "Write the code in force."));
    }

    static Said misspelt(String name, Area area) {
        return new Said(
                Remarks.cell(
                        CameraField.AREA_NAME,
                        name,
                        "tên không khớp với mã; đã theo mã: " + AreaIndex.show(area) + ".",
                        "the name does not match the code; the code was followed: " + AreaIndex.show(area) + "."),
                new Text("Sửa tên cho đúng: " + area.fullName() + ".", "Correct the name: " + area.fullName() + "."));
    }

    static Said disagree(String code, String name, Area area) {
        return new Said(
                Remarks.cell(
                        CameraField.AREA,
                        code,
                        "là mã của " + area.fullName() + ", nhưng tên ghi “" + Words.quote(name) + "”.",
                        "is the code of " + area.fullName() + ", but the name says “" + Words.quote(name) + "”."),
                new Text(
                        "Sửa mã hoặc tên để hai ô chỉ cùng một đơn vị.",
                        "Correct the code or the name so that both mean the same unit."));
    }

    static Said notCommune(String shown) {
        return new Said(
                new Text(
                        shown + " không phải xã, phường; camera nên ghi đến cấp xã.",
                        shown + " is not a commune or ward; cameras should be placed to the commune."),
                new Text("Ghi mã xã/phường 5 chữ số.", "Write the commune's five-digit code."));
    }

    static Said elsewhere(String shown, String home) {
        return new Said(
                new Text(shown + " nằm ngoài " + home + ".", shown + " is outside " + home + "."),
                new Text("Kiểm tra lại mã xã/phường.", "Check the area code."));
    }
}
