package vn.matluoi.registry.internal.normalise;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** Reads what identifies and describes a device: serial number, MAC address, resolution. */
final class Devices {

    private static final Set<String> NOTHING = Set.of(
            "na",
            "none",
            "null",
            "khong",
            "khongco",
            "khongro",
            "chuaco",
            "chuaro",
            "chuacapnhat",
            "dangcapnhat",
            "unknown");

    private static final int LEAST_SIDE = 64;
    private static final int MOST_SIDE = 16_384;

    private Devices() {}

    /** @return whether a cell only says that nothing is known: {@code N/A}, {@code không rõ}, {@code ---} */
    static boolean saysNothing(String written) {
        var folded = Words.fold(written);
        return NOTHING.contains(folded)
                || folded.isEmpty()
                || folded.length() > 3 && folded.chars().allMatch(c -> c == '0' || c == 'x');
    }

    /** @return the text unless a spreadsheet turned a long number into {@code 1.23457E+12}, losing digits */
    static Optional<String> whole(CameraField field, String written, Remarks remarks) {
        if (!scientific(written)) {
            return Optional.of(written);
        }
        remarks.add(
                Severity.WARNING,
                field,
                "text.scientific",
                Remarks.cell(
                        field,
                        written,
                        "bảng tính đã đổi dãy số dài thành dạng khoa học, các chữ số cuối đã mất.",
                        "the spreadsheet turned a long number into scientific notation; its last digits are lost."),
                new Text(
                        "Định dạng cột là Văn bản (Text) rồi nhập lại đầy đủ từ nhãn thiết bị.",
                        "Format the column as text and enter it again from the device's label."));
        return Optional.empty();
    }

    private static boolean scientific(String written) {
        var e = Math.max(written.indexOf('E'), written.indexOf('e'));
        if (e < 1 || e + 2 >= written.length() || written.charAt(e + 1) != '+') {
            return false;
        }
        return digits(written, 0, e, ".,") && digits(written, e + 2, written.length(), "");
    }

    private static boolean digits(String text, int from, int to, String also) {
        for (var i = from; i < to; i++) {
            var c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && also.indexOf(c) < 0) {
                return false;
            }
        }
        return from < to;
    }

    /** @return the address as {@code AA:BB:CC:DD:EE:FF} */
    static Optional<String> mac(String written, Remarks remarks) {
        var hex = new StringBuilder(12);
        var odd = false;
        for (var i = 0; i < written.length(); i++) {
            var c = Character.toUpperCase(written.charAt(i));
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'F') {
                hex.append(c);
            } else {
                odd |= ":-. ".indexOf(c) < 0;
            }
        }
        // IEEE 802: the lowest bit of the first byte marks a group, which no device can be
        if (odd || hex.length() != 12 || (Character.digit(hex.charAt(1), 16) & 1) != 0) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.MAC,
                    "mac.shape",
                    Remarks.cell(
                            CameraField.MAC,
                            written,
                            "không phải địa chỉ MAC của một thiết bị; giá trị không được ghi nhận.",
                            "that is not a device's MAC address; the value was left out."),
                    new Text(
                            "Ghi 12 ký tự 0–9, A–F in trên nhãn thiết bị, ví dụ 44:19:B6:01:02:03.",
                            "Write the 12 characters 0–9, A–F on the device's label, for example 44:19:B6:01:02:03."));
            return Optional.empty();
        }
        for (var at = 10; at > 0; at -= 2) {
            hex.insert(at, ':');
        }
        return Optional.of(hex.toString());
    }

    /** @return width x height in pixels */
    static Optional<String> resolution(String written, Remarks remarks) {
        var parts = new int[2];
        var at = -1;
        var inNumber = false;
        var odd = false;
        for (var i = 0; i < written.length(); i++) {
            var c = written.charAt(i);
            if (c >= '0' && c <= '9') {
                if (!inNumber && ++at > 1) {
                    odd = true;
                    break;
                }
                inNumber = true;
                parts[at] = Math.min(parts[at] * 10 + c - '0', 1_000_000);
            } else {
                inNumber = false;
                odd |= "xX*×хpP ".indexOf(c) < 0;
            }
        }
        if (odd || at != 1 || !side(parts[0]) || !side(parts[1])) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.RESOLUTION,
                    "resolution.shape",
                    Remarks.cell(
                            CameraField.RESOLUTION,
                            written,
                            "không phải rộng x cao tính bằng điểm ảnh; giá trị không được ghi nhận.",
                            "that is not width x height in pixels; the value was left out."),
                    new Text(
                            "Ghi rộng x cao, ví dụ 1920x1080, không ghi số megapixel.",
                            "Write width x height, for example 1920x1080, not megapixels."),
                    List.of("1920x1080", "2560x1440", "3840x2160"));
            return Optional.empty();
        }
        return Optional.of(parts[0] + "x" + parts[1]);
    }

    private static boolean side(int pixels) {
        return pixels >= LEAST_SIDE && pixels <= MOST_SIDE;
    }
}
