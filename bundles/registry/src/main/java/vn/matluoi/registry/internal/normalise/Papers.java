package vn.matluoi.registry.internal.normalise;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/**
 * Reads the columns that name a document. Rules of law ask whether one is named: a cell that says “không” or “chưa có” names
 * none, nor does a mere “có”.
 */
final class Papers {

    private static final Set<CameraField> FIELDS = EnumSet.of(
            CameraField.CONSENT,
            CameraField.DECISION,
            CameraField.SITING_CONSENT,
            CameraField.OVERLAP_AGREEMENT,
            CameraField.CERTIFICATE_OF_ORIGIN,
            CameraField.CERTIFICATE_OF_QUALITY,
            CameraField.LEGAL_BASIS);

    /** Of these nobody but the device's seller numbers them; that there is one is what sheets say. */
    private static final Set<CameraField> ENOUGH_THAT_THERE_IS_ONE =
            EnumSet.of(CameraField.CERTIFICATE_OF_ORIGIN, CameraField.CERTIFICATE_OF_QUALITY);

    private static final Set<String> NONE = Set.of("ko", "kco", "k", "no", "n", "false", "0", "chua");

    private static final Set<String> SOME =
            Set.of("co", "daco", "x", "v", "yes", "y", "true", "1", "ok", "dongy", "dadongy", "codongy", "dung");

    private Papers() {}

    static boolean has(CameraField field) {
        return FIELDS.contains(field);
    }

    /** @return what is named, blank if nothing is */
    static String named(CameraField field, String written, Remarks remarks) {
        if (saysNone(written)) {
            return "";
        }
        if (ENOUGH_THAT_THERE_IS_ONE.contains(field) || !saysSome(written)) {
            return written;
        }
        remarks.add(
                Severity.WARNING,
                field,
                "paper.unnamed",
                Remarks.cell(
                        field,
                        written,
                        "chưa nêu văn bản nào; giá trị không được ghi nhận.",
                        "that names no document; the value was left out."),
                new Text(
                        "Ghi số, ngày và người hoặc cơ quan ký, ví dụ “Phiếu 3 ngày 05/03/2026, Nguyễn Văn A”.",
                        "Write its number, its date and who signed, for example “Phiếu 3 ngày 05/03/2026, Nguyễn Văn A”."));
        return "";
    }

    private static boolean saysNone(String written) {
        var lower = written.toLowerCase(Locale.ROOT);
        var denied = lower.startsWith("không ") || lower.startsWith("chưa ");
        return NONE.contains(Words.fold(written))
                || denied && written.chars().noneMatch(Character::isDigit)
                || !isTick(written) && Devices.saysNothing(written);
    }

    private static boolean saysSome(String written) {
        return isTick(written) || SOME.contains(Words.fold(written));
    }

    private static boolean isTick(String written) {
        return "✓✔☑√".contains(written);
    }
}
