package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** What the regulations ask of one camera. Each rule is named as in {@code REQUIREMENTS.md}, with its articles. */
final class Rules {

    /** R4.3: Đồng Nai, Decision 4139/QĐ-UBND, article 6.2. */
    private static final int LEAST_RETENTION_DAYS = 7;

    /** Sectors whose cameras belong to private persons. */
    private static final Set<String> PRIVATE = Set.of("household", "private");

    /** R2.5: Ho Chi Minh City, Decision 01/2022/QĐ-UBND, article 13.2 a to đ. */
    private static final List<HeightLayer> LAYERS = List.of(
            new HeightLayer("20", "∞", "giám sát toàn cảnh", "panorama", Set.of("panorama")),
            new HeightLayer(
                    "10",
                    "20",
                    "quảng trường, vòng xoay, đường cao tốc",
                    "squares and motorways",
                    Set.of("square", "motorway")),
            new HeightLayer(
                    "5",
                    "10",
                    "đường phố, khu vực trọng điểm",
                    "streets and key areas",
                    Set.of("traffic", "street", "security")),
            new HeightLayer(
                    "3",
                    "5",
                    "nhận dạng biển số, tuyến hẻm",
                    "plate recognition and alleys",
                    Set.of("plate", "alley", "behaviour")),
            new HeightLayer(
                    "0",
                    "3",
                    "nhận diện khuôn mặt, triều cường, ngập úng",
                    "faces, tide and flooding",
                    Set.of("face", "tide", "flood")));

    private Rules() {}

    /**
     * One layer of mounting heights.
     *
     * @param from metres, included
     * @param to metres, excluded
     * @param purposes codes of the purposes it is meant for
     */
    private record HeightLayer(String from, String to, String vi, String en, Set<String> purposes) {

        boolean holds(BigDecimal height) {
            return height.compareTo(new BigDecimal(from)) >= 0
                    && (to.equals("∞") || height.compareTo(new BigDecimal(to)) < 0);
        }

        String metres() {
            if (from.equals("0")) {
                return "dưới " + to + " m";
            }
            return to.equals("∞") ? "từ " + from + " m trở lên" : "từ " + from + " đến dưới " + to + " m";
        }

        String metresEn() {
            if (from.equals("0")) {
                return "below " + to + " m";
            }
            return to.equals("∞") ? from + " m and above" : from + " to below " + to + " m";
        }
    }

    /**
     * @param values normalised
     * @param stated as written
     */
    static void check(Map<CameraField, String> values, Map<CameraField, String> stated, Remarks remarks) {
        professional(values, stated, remarks);
        consent(values, stated, remarks);
        height(values, stated, remarks);
        retention(values, stated, remarks);
    }

    /** R1.2: LA Đ1.3; HCM Đ1.4, Đ7.1; TN 1. */
    private static void professional(
            Map<CameraField, String> values, Map<CameraField, String> stated, Remarks remarks) {
        var said = values.getOrDefault(CameraField.PROFESSIONAL, "");
        if (said.equals("true")) {
            remarks.add(
                    Severity.ERROR,
                    CameraField.PROFESSIONAL,
                    "R1.2",
                    Remarks.cell(
                            CameraField.PROFESSIONAL,
                            stated.getOrDefault(CameraField.PROFESSIONAL, said),
                            "camera nghiệp vụ của công an nằm ngoài phạm vi hệ thống.",
                            "police professional cameras are outside the system."),
                    outside());
            return;
        }
        for (var field : List.of(CameraField.PURPOSE, CameraField.NAME, CameraField.NOTE)) {
            var written = stated.getOrDefault(field, values.getOrDefault(field, ""));
            var folded = Words.fold(written);
            var at = folded.indexOf("cameranghiepvu");
            if (at >= 0
                    && !folded.substring(0, at).endsWith("khongphai")
                    && !folded.substring(0, at).endsWith("khongphaila")) {
                remarks.add(
                        said.equals("false") ? Severity.WARNING : Severity.ERROR,
                        field,
                        "R1.2",
                        Remarks.cell(
                                field,
                                written,
                                "nếu là camera nghiệp vụ của công an thì nằm ngoài phạm vi hệ thống.",
                                "if this is a police professional camera it is outside the system."),
                        outside());
                return;
            }
        }
    }

    private static Text outside() {
        return new Text(
                "Bỏ dòng này khỏi bảng (Long An Điều 1.3; TP.HCM Điều 1.4), trừ khi có quyết định cho phép được quản trị"
                        + " viên tỉnh ghi nhận.",
                "Remove the row (Long An article 1.3; Ho Chi Minh City article 1.4), unless an administrator of the province"
                        + " has recorded a decision that allows it.");
    }

    /** R1.3: LA Đ1.4; HCM Đ1.5, Đ15.6; DH Đ3.6; TN 1. */
    private static void consent(Map<CameraField, String> values, Map<CameraField, String> stated, Remarks remarks) {
        var sector = values.getOrDefault(CameraField.SECTOR, "");
        if (PRIVATE.contains(sector)
                && values.getOrDefault(CameraField.CONSENT, "").isEmpty()) {
            remarks.add(
                    Severity.ERROR,
                    CameraField.CONSENT,
                    "R1.3",
                    Remarks.cell(
                            CameraField.SECTOR,
                            stated.getOrDefault(CameraField.SECTOR, sector),
                            "camera của hộ dân, tổ chức tư nhân chỉ được tích hợp khi chủ sở hữu đồng ý.",
                            "a private camera is taken in only with its owner's consent."),
                    new Text(
                            "Ghi số, ngày và người ký văn bản đồng ý vào cột “Văn bản đồng ý” (Long An Điều 1.4; TP.HCM Điều 1.5).",
                            "Name the document of consent, its date and signer (Long An article 1.4; Ho Chi Minh City"
                                    + " article 1.5)."));
        }
    }

    private static void height(Map<CameraField, String> values, Map<CameraField, String> stated, Remarks remarks) {
        var height = values.getOrDefault(CameraField.HEIGHT, "");
        var purpose = values.getOrDefault(CameraField.PURPOSE, "");
        if (height.isEmpty() || purpose.isEmpty()) {
            return;
        }
        var metres = new BigDecimal(height);
        var meant = LAYERS.stream()
                .filter(layer -> layer.purposes().contains(purpose))
                .findFirst();
        if (meant.isEmpty() || meant.get().holds(metres)) {
            return;
        }
        var stands = LAYERS.stream().filter(layer -> layer.holds(metres)).findFirst();
        var written = stated.getOrDefault(CameraField.PURPOSE, purpose);
        remarks.add(
                Severity.WARNING,
                CameraField.HEIGHT,
                "R2.5",
                Remarks.cell(
                        CameraField.HEIGHT,
                        stated.getOrDefault(CameraField.HEIGHT, height),
                        "mục đích “" + Words.quote(written) + "” thường lắp ở độ cao "
                                + meant.get().metres() + "; độ cao này dành cho "
                                + stands.map(HeightLayer::vi).orElse("mục đích khác") + ".",
                        "for “" + Words.quote(written) + "” the layer is "
                                + meant.get().metresEn() + "; this height is for "
                                + stands.map(HeightLayer::en).orElse("other purposes") + "."),
                new Text(
                        "Kiểm tra lại độ cao (mét, tính từ mặt đất) hoặc mục đích (TP.HCM Điều 13.2).",
                        "Check the height above the ground or the purpose (Ho Chi Minh City article 13.2)."),
                List.of(meant.get().metres()));
    }

    private static void retention(Map<CameraField, String> values, Map<CameraField, String> stated, Remarks remarks) {
        var days = values.getOrDefault(CameraField.RETENTION_DAYS, "");
        if (!days.isEmpty() && Integer.parseInt(days) < LEAST_RETENTION_DAYS) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.RETENTION_DAYS,
                    "R4.3",
                    Remarks.cell(
                            CameraField.RETENTION_DAYS,
                            stated.getOrDefault(CameraField.RETENTION_DAYS, days),
                            "hình ảnh phải truy xuất được tối thiểu 7 ngày.",
                            "footage must be retrievable for at least 7 days."),
                    new Text(
                            "Tăng dung lượng lưu trữ để giữ ít nhất 7 ngày (Đồng Nai Điều 6.2).",
                            "Enlarge the storage to keep at least 7 days (Đồng Nai article 6.2)."),
                    List.of("7"));
        }
    }
}
