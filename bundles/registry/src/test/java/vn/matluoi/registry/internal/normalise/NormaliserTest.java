package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import java.lang.management.ManagementFactory;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Layer;

class NormaliserTest {

    private final Sheet sheet = new Sheet();

    @Test
    void composesAccentsAndCleansBlanks() {
        var written = Normalizer.normalize("  Cổng\u00a0 bệnh\tviện ", Normalizer.Form.NFD);
        var row = sheet.row(CameraField.NAME, written);
        assertThat(row.values()).containsEntry(CameraField.NAME, "Cổng bệnh viện");
        assertThat(row.stated()).containsEntry(CameraField.NAME, written);
        assertThat(row.findings()).isEmpty();
    }

    @Test
    void dropsMarksThatHideWhatIsWrittenAndSaysSo() {
        var row = sheet.row(CameraField.NAME, "Cổng\u202e chính\u0007");
        assertThat(row.values()).containsEntry(CameraField.NAME, "Cổng chính");
        assertThat(rules(row)).containsExactly("text.hidden");
    }

    @Test
    void leavesLettersThatOnlyLookAlike() {
        assertThat(sheet.row(CameraField.NAME, "Саmera").values()).containsEntry(CameraField.NAME, "Саmera");
    }

    @Test
    void refusesTextsThatAreTooLong() {
        var row = sheet.row(CameraField.NAME, "x".repeat(201));
        assertThat(row.rejected()).isTrue();
        assertThat(rules(row)).contains("text.long");
    }

    @Test
    void asksForRequiredCells() {
        var row = sheet.row(CameraField.NAME, "  ");
        assertThat(row.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("field.required");
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.row()).isEqualTo(7);
            assertThat(finding.message().vi()).contains("Tên camera");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "có,true",
        "Không,false",
        "x,true",
        "X,true",
        "1,true",
        "0,false",
        "YES,true",
        "ko,false",
        "✓,true",
        "-,false"
    })
    void readsYesAndNo(String written, String value) {
        assertThat(sheet.row(CameraField.PTZ, written).values()).containsEntry(CameraField.PTZ, value);
    }

    @Test
    void warnsOfNeitherYesNorNo() {
        assertThat(rules(sheet.row(CameraField.PTZ, "có thể"))).containsExactly("boolean.unreadable");
    }

    @ParameterizedTest
    @CsvSource({"an toan giao thong,traffic", "GIAO THÔNG,traffic", "traffic,traffic", "y  tế,health"})
    void findsCodesWithoutRegardToCaseAccentsAndBlanks(String written, String code) {
        assertThat(sheet.row(CameraField.SECTOR, written).values()).containsEntry(CameraField.SECTOR, code);
    }

    @ParameterizedTest
    @EnumSource(
            value = CameraField.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAME", "LATITUDE", "LONGITUDE", "COORDINATE_SYSTEM"}) // one is always there, three go together
    void heedsWhatAProfileListsOfAnyField(CameraField field) {
        var meant =
                switch (field) {
                    case AREA, AREA_NAME -> "27694";
                    case UNIT -> "ubnd-long-an";
                    case SECTOR -> "traffic";
                    case PURPOSE -> "panorama";
                    case MAC -> "0c:11:22:33:44:55";
                    case IP_ADDRESS -> "192.0.2.7";
                    case RESOLUTION -> "1920x1080";
                    case INSTALLED_ON, CHANGED_ON -> "2023-03-05";
                    case RECORDER_CHANNEL, HEIGHT, AZIMUTH, FRAME_RATE, RETENTION_DAYS -> "9";
                    default -> field.kind() == CameraField.Kind.BOOLEAN ? "true" : "Chữ khác";
                };
        var said = sheet.listing(field, "Từ riêng", meant).standingIn("27868").row(field, "TU RIENG");
        var plain = new Sheet().standingIn("27868").row(field, meant);

        assertThat(said.values()).isEqualTo(plain.values());
        assertThat(said.values().get(field)).isNotBlank();
        assertThat(said.stated()).containsEntry(field, "TU RIENG");
        assertThat(said.rejected()).isFalse();
    }

    @Test
    void aListAnswersWhereADividedCommuneIsMeant() {
        var row = sheet.listing(CameraField.AREA_NAME, "Xã Chia Đôi", "Phường Tân An")
                .row(CameraField.AREA_NAME, "xã chia đôi");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27712");
        assertThat(row.findings()).isEmpty();
    }

    @Test
    void refusesAnUnknownSectorAndSuggestsTheNearest() {
        var row = sheet.row(CameraField.SECTOR, "Giao thôn");
        assertThat(row.rejected()).isTrue();
        assertThat(row.findings().get(0).suggestions()).containsExactly("Giao thông");
    }

    @Test
    void leavesOutAnUnknownPurposeAndListsTheKnown() {
        var row = sheet.row(CameraField.PURPOSE, "Quay phim cưới");
        assertThat(row.rejected()).isFalse();
        assertThat(row.values()).doesNotContainKey(CameraField.PURPOSE);
        assertThat(row.findings().get(0).suggestions()).containsExactly("Toàn cảnh", "Nhận dạng biển số");
    }

    @Test
    void takesNoSecrecyAwayWithAnEmptyCellAndGuessesNone() {
        assertThat(sheet.row(CameraField.STATE_SECRET, "Có").values()).containsEntry(CameraField.STATE_SECRET, "true");
        assertThat(sheet.row(CameraField.STATE_SECRET, " ").values()).doesNotContainKey(CameraField.STATE_SECRET);
        var unclear = sheet.row(CameraField.STATE_SECRET, "hỏi lại");
        assertThat(unclear.rejected()).isTrue();
        assertThat(rules(unclear)).containsExactly("R1.4");
    }

    @Test
    void keepsADeviceWhoseAnswerIsOdd() {
        var row = sheet.speaking(Layer.DEVICE).row(CameraField.FRAME_RATE, "full", CameraField.CODEC, "H.264");
        assertThat(row.rejected()).isFalse();
        assertThat(row.values()).containsEntry(CameraField.CODEC, "H.264").doesNotContainKey(CameraField.FRAME_RATE);
    }

    @Test
    void tellsSilenceFromEmptiness() {
        var row = sheet.row(CameraField.NOTE, "");
        assertThat(row.values()).containsEntry(CameraField.NOTE, "").doesNotContainKey(CameraField.ADDRESS);
    }

    @Test
    void doesNotBlameACellTwice() {
        var unread = new Finding(
                Severity.ERROR,
                7,
                Optional.of(CameraField.LATITUDE),
                Optional.empty(),
                "cell.formula",
                Text.same("=1"),
                Text.same("1"),
                List.of());
        var row = sheet.noticing(unread).row(CameraField.LONGITUDE, "106.412345");
        assertThat(row.rejected()).isTrue();
        assertThat(rules(row)).containsExactly("cell.formula");
    }

    @Test
    void everyFindingSaysHowToMend() {
        var row = sheet.row(
                CameraField.HEIGHT,
                "cao",
                CameraField.SECTOR,
                "?",
                CameraField.INSTALLED_ON,
                "31/02/2023",
                CameraField.MAC,
                "xx",
                CameraField.LATITUDE,
                "1",
                CameraField.AREA,
                "99999");
        assertThat(row.findings()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(finding -> {
            assertThat(finding.mend().vi()).isNotBlank();
            assertThat(finding.mend().en()).isNotBlank();
            assertThat(finding.message().vi()).isNotBlank();
            assertThat(finding.field()).isNotEqualTo(Optional.empty());
        });
    }

    /** 50,000 rows of 18 cells take two or three seconds of one processor; ten are allowed. */
    @Test
    void readsFiftyThousandRowsInSeconds() {
        assertThat(Duration.ofSeconds(10)).isGreaterThan(timeFor(50_000));
    }

    private Duration timeFor(int rows) {
        var threads = ManagementFactory.getThreadMXBean();
        var begin = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < rows; i++) {
            var row = sheet.row(
                    CameraField.NAME, "Cổng số " + i,
                    CameraField.CODE, "CAM-" + i,
                    CameraField.ADDRESS, "Số " + i + " đường Hùng Vương",
                    CameraField.AREA, "27694",
                    CameraField.AREA_NAME, "Phường Long An",
                    CameraField.UNIT, "UBND phường Long An",
                    CameraField.SECTOR, "Giao thông",
                    CameraField.LATITUDE, "1165443," + i % 1000,
                    CameraField.LONGITUDE, "573412,5",
                    CameraField.COORDINATE_SYSTEM, "VN-2000 105°45'",
                    CameraField.HEIGHT, "5,5 m",
                    CameraField.PURPOSE, "Toàn cảnh",
                    CameraField.SERIAL, "DS" + i,
                    CameraField.MAC, "44:19:b6:01:02:03",
                    CameraField.RESOLUTION, "1920x1080",
                    CameraField.PTZ, "Không",
                    CameraField.INSTALLED_ON, "05/03/2023",
                    CameraField.RETENTION_DAYS, "30");
            assertThat(row.rejected()).isFalse();
        }
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin);
    }
}
