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
import org.junit.jupiter.params.provider.ValueSource;
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
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            5,5       | 5.5
            5.50      | 5.5
            5m        | 5
            5,5 mét   | 5.5
            1.234     | 1.234
            550 cm    | 5.5
            +4        | 4
            """)
    void readsHeightsAsPeopleWriteThem(String written, String metres) {
        var row = sheet.row(CameraField.HEIGHT, written);
        assertThat(row.values()).containsEntry(CameraField.HEIGHT, metres);
        assertThat(row.rejected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cao", "5-6", "5 6", "700", "-3", "5..5", "5 feet", ",5", "1.2.3"})
    void refusesHeightsThatCannotBeRead(String written) {
        var row = sheet.row(CameraField.HEIGHT, written);
        assertThat(row.rejected()).isTrue();
        assertThat(row.values()).doesNotContainKey(CameraField.HEIGHT);
        assertThat(row.stated()).containsEntry(CameraField.HEIGHT, written);
        assertThat(row.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.column()).contains("L (Độ cao)");
            assertThat(finding.message().vi()).contains(written);
        });
    }

    @Test
    void flagsNumbersThatMayMeanTwoThings() {
        var row = sheet.row(CameraField.RETENTION_DAYS, "1.000");
        assertThat(row.findings()).singleElement().satisfies(finding -> assertThat(finding.suggestions())
                .containsExactly("1", "1000"));
        assertThat(rules(row)).containsExactly("number.ambiguous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            30        | 30
            30 ngày   | 30
            2 tuần    | 14
            30.0      | 30
            """)
    void readsRetentionInDays(String written, String days) {
        assertThat(sheet.row(CameraField.RETENTION_DAYS, written).values())
                .containsEntry(CameraField.RETENTION_DAYS, days);
    }

    @ParameterizedTest
    @CsvSource({"Đông Bắc,45", "360,0", "90°,90", "N,0", "'12,5 độ',12.5"})
    void readsDirections(String written, String degrees) {
        assertThat(sheet.row(CameraField.AZIMUTH, written).values()).containsEntry(CameraField.AZIMUTH, degrees);
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
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            05/03/2023             | 2023-03-05
            5-3-23                 | 2023-03-05
            5-3-99                 | 1999-03-05
            2023-03-05             | 2023-03-05
            2023-03-05T00:00:00    | 2023-03-05
            05.03.2023 07:30       | 2023-03-05
            ngày 5 tháng 3 năm 2023| 2023-03-05
            44990                  | 2023-03-05
            44990.5                | 2023-03-05
            29/02/2024             | 2024-02-29
            """)
    void readsDays(String written, String day) {
        assertThat(sheet.row(CameraField.INSTALLED_ON, written).values()).containsEntry(CameraField.INSTALLED_ON, day);
    }

    @ParameterizedTest
    @CsvSource({
        "31/02/2023,date.impossible",
        "29/02/2023,date.impossible",
        "12/25/2023,date.impossible",
        "03/2023,date.unreadable",
        "2023,date.unreadable",
        "hôm qua,date.unreadable"
    })
    void refusesDaysThatAreNone(String written, String rule) {
        var row = sheet.row(CameraField.INSTALLED_ON, written);
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isTrue();
    }

    @Test
    void suggestsTheDayWithDayAndMonthExchanged() {
        var row = sheet.row(CameraField.INSTALLED_ON, "12/25/2023");
        assertThat(row.findings().get(0).suggestions()).containsExactly("25/12/2023");
    }

    @ParameterizedTest
    @CsvSource({"23/11/2026,date.future", "01/01/1989,date.early"})
    void warnsOfUnlikelyDays(String written, String rule) {
        var row = sheet.row(CameraField.INSTALLED_ON, written);
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "24/11/2026,date.future",
        "22/11/2062,date.future",
        "31/12/1989,date.early",
        "31/02/2026,date.impossible"
    })
    void refusesADayOfChangeThatCannotBe(String written, String rule) {
        var row = sheet.row(CameraField.CHANGED_ON, written);
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isTrue();
        assertThat(row.values()).doesNotContainKey(CameraField.CHANGED_ON);
        assertThat(row.findings().get(0).message().vi()).contains("Ngày thay đổi", written);
    }

    @ParameterizedTest
    @CsvSource({"23/11/2026,2026-11-23", "20/11/2026,2026-11-20", "01/01/1990,1990-01-01"})
    void readsTheDayOfChangeADayAheadAtMost(String written, String day) {
        var row = sheet.row(CameraField.CHANGED_ON, written);
        assertThat(rules(row)).isEmpty();
        assertThat(row.values()).containsEntry(CameraField.CHANGED_ON, day);
    }

    @Test
    void warnsOfAChangeBeforeTheInstallation() {
        var row = sheet.row(CameraField.INSTALLED_ON, "05/03/2026", CameraField.CHANGED_ON, "20/11/2025");
        assertThat(rules(row)).containsExactly("date.order");
        assertThat(row.rejected()).isFalse();
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

    @ParameterizedTest
    @ValueSource(strings = {"44-19-b6-01-02-03", "4419.B601.0203", "4419b6010203"})
    void writesMacAddressesOneWay(String written) {
        assertThat(sheet.row(CameraField.MAC, written).values()).containsEntry(CameraField.MAC, "44:19:B6:01:02:03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"44:19:B6:01:02", "ZZ:19:B6:01:02:03", "FF:FF:FF:FF:FF:FF", "1.2E+11"})
    void warnsOfMacAddressesThatAreNone(String written) {
        var row = sheet.row(CameraField.MAC, written);
        assertThat(rules(row)).containsExactly("mac.shape");
        assertThat(row.values()).doesNotContainKey(CameraField.MAC);
    }

    @Test
    void doesNotKeepSerialNumbersThatASpreadsheetRounded() {
        var row = sheet.row(CameraField.SERIAL, "2.02301E+14");
        assertThat(rules(row)).containsExactly("text.scientific");
        assertThat(row.values()).doesNotContainKey(CameraField.SERIAL);
    }

    @Test
    void takesNotKnownForEmpty() {
        assertThat(sheet.row(CameraField.SERIAL, "Không rõ").values()).containsEntry(CameraField.SERIAL, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Không", "không có", "KO", "Chưa", "Chưa có văn bản", "chưa ký", "-", "N/A", "0", "no"})
    void takesADocumentThatIsDeniedForNone(String written) {
        for (var field : List.of(CameraField.CONSENT, CameraField.DECISION, CameraField.CERTIFICATE_OF_ORIGIN)) {
            var row = sheet.row(field, written);
            assertThat(row.values()).as(field.key()).containsEntry(field, "");
            assertThat(row.stated()).containsEntry(field, written);
            assertThat(row.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Có", "x", "✓", "Đồng ý", "Đã có", "true"})
    void takesNoMereYesForADocument(String written) {
        var row = sheet.row(CameraField.CONSENT, written);
        assertThat(row.values()).containsEntry(CameraField.CONSENT, "");
        assertThat(rules(row)).containsExactly("paper.unnamed");
        assertThat(sheet.row(CameraField.CERTIFICATE_OF_QUALITY, written).values())
                .as("of a certificate that is enough")
                .containsEntry(CameraField.CERTIFICATE_OF_QUALITY, written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Phiếu 3",
                "CV 7",
                "Biên bản họp dân",
                "Chùa Long Thọ, đơn ngày 5/3/2026",
                "Không số, ngày 05/03/2026, ông Nguyễn Văn Có",
                "Chưa đóng dấu: CV 12/UBND"
            })
    void keepsADocumentAsItIsNamed(String written) {
        var row = sheet.row(CameraField.CONSENT, written);
        assertThat(row.values()).containsEntry(CameraField.CONSENT, written);
        assertThat(row.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1920*1080,1920x1080", "1920 X 1080,1920x1080", "full hd,1920x1080", "2560×1440,2560x1440"})
    void writesResolutionsOneWay(String written, String value) {
        assertThat(sheet.row(CameraField.RESOLUTION, written).values()).containsEntry(CameraField.RESOLUTION, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2MP", "1080", "1920x1080x3", "9x9"})
    void warnsOfResolutionsThatAreNone(String written) {
        assertThat(rules(sheet.row(CameraField.RESOLUTION, written))).containsExactly("resolution.shape");
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
    void saysTheBoundsAsEachLanguageWritesThem() {
        var row = sheet.row(CameraField.FRAME_RATE, "nhanh");
        assertThat(row.findings()).anySatisfy(finding -> {
            assertThat(finding.mend().vi()).contains("từ 0,1 đến 240");
            assertThat(finding.mend().en()).contains("from 0.1 to 240");
        });
    }

    @Test
    void keepsADeviceWhoseAnswerIsOdd() {
        var row = sheet.speaking(Layer.DEVICE).row(CameraField.FRAME_RATE, "full", CameraField.CODEC, "H.264");
        assertThat(row.rejected()).isFalse();
        assertThat(row.values()).containsEntry(CameraField.CODEC, "H.264").doesNotContainKey(CameraField.FRAME_RATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "03", "Kênh 3", "kênh số 3", "D3", "CH-03", "Channel 3"})
    void writesChannelsAsRecordersNumberThem(String written) {
        assertThat(sheet.row(CameraField.RECORDER_CHANNEL, written).values())
                .containsEntry(CameraField.RECORDER_CHANNEL, "3");
    }

    @Test
    void keepsChannelsThatHaveANameOnly() {
        assertThat(sheet.row(CameraField.RECORDER_CHANNEL, "VideoSource_1 phụ").values())
                .containsEntry(CameraField.RECORDER_CHANNEL, "VideoSource_1 phụ");
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.30.40,10.20.30.40",
        "10.20.030.40:8000,10.20.30.40",
        "http://10.20.30.40/doc/page,10.20.30.40",
        "2001:DB8::7,2001:db8:0:0:0:0:0:7"
    })
    void keepsTheIpAddressAlone(String written, String address) {
        assertThat(sheet.row(CameraField.IP_ADDRESS, written).values()).containsEntry(CameraField.IP_ADDRESS, address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.20.30", "10.20.30.400", "10.0.0.1 - 10.0.0.9", "nvr.benhvien.vn", "1:2:::3", "::z"})
    void warnsOfIpAddressesThatAreNone(String written) {
        var row = sheet.row(CameraField.IP_ADDRESS, written);
        assertThat(rules(row)).containsExactly("ip.shape");
        assertThat(row.values()).doesNotContainKey(CameraField.IP_ADDRESS);
    }

    @Test
    void quotesNoPasswordThatStandsBeforeAnAddress() {
        var row = sheet.row(CameraField.IP_ADDRESS, "rtsp://admin:matkhau@10.20.30.40/1");
        assertThat(rules(row)).containsExactly("ip.shape");
        assertThat(row.values()).doesNotContainKey(CameraField.IP_ADDRESS);
        assertThat(row.findings().toString()).doesNotContain("matkhau");
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
