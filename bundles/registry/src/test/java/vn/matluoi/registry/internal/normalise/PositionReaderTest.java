package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.intake.CameraField;

class PositionReaderTest {

    private final Sheet sheet = new Sheet();

    private Normalised at(String latitude, String longitude, String system) {
        return sheet.row(
                CameraField.LATITUDE,
                latitude,
                CameraField.LONGITUDE,
                longitude,
                CameraField.COORDINATE_SYSTEM,
                system);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.536312        | 106.412345
            10,536312        | 106,412345
            10.536312°       | 106.412345 °
            10.536312 N      | 106.412345 E
            10°32'10.7232"N  | 106°24'44.442"E
            10°32’10,7232”   | 106°24’44,442”
            10 độ 32 phút 10.7232 giây | 106 độ 24 phút 44.442 giây
            10 32 10.7232    | 106 24 44.442
            """)
    void readsDegrees(String latitude, String longitude) {
        var row = at(latitude, longitude, "WGS84");
        assertThat(row.values())
                .containsEntry(CameraField.LATITUDE, "10.536312")
                .containsEntry(CameraField.LONGITUDE, "106.412345")
                .containsEntry(CameraField.COORDINATE_SYSTEM, "WGS84");
        assertThat(row.findings()).isEmpty();
    }

    @Test
    void putsExchangedDegreesRight() {
        var row = at("106.412345", "10.536312", "");
        assertThat(row.values())
                .containsEntry(CameraField.LATITUDE, "10.536312")
                .containsEntry(CameraField.LONGITUDE, "106.412345");
        assertThat(rules(row)).containsExactly("position.swapped");
    }

    @Test
    void takesAPairApart() {
        var row = at("10.536312, 106.412345", "", "");
        assertThat(row.values()).containsEntry(CameraField.LONGITUDE, "106.412345");
        assertThat(rules(row)).containsExactly("position.pair");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            0                | 0             | position.outside
            48.858           | 2.294         | position.outside
            10.536312        | 06.412345     | position.outside
            bên trái         | 106.412345    | position.unreadable
            10°72'           | 106°10'       | position.unreadable
            10.536312 S      | 106.412345    | position.outside
            """)
    void refusesWhatIsNotInVietnam(String latitude, String longitude, String rule) {
        var row = at(latitude, longitude, "");
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isTrue();
        assertThat(row.values()).doesNotContainKeys(CameraField.LATITUDE, CameraField.LONGITUDE);
    }

    @Test
    void refusesHalfAPosition() {
        assertThat(rules(at("10.536312", "", ""))).containsExactly("position.half");
    }

    @Test
    void warnsOfAPositionFarFromTheProvince() {
        var row = at("21.028511", "105.854165", "WGS84");
        assertThat(rules(row)).containsExactly("position.province");
        assertThat(row.rejected()).isFalse();
    }

    @Test
    void suggestsWhereTheDecimalPointWasLost() {
        var row = at("10.536.312", "106.412.345", "WGS84");
        assertThat(rules(row)).contains("position.outside");
        assertThat(row.findings()).last().satisfies(finding -> assertThat(finding.suggestions())
                .containsExactly("10.536312; 106.412345"));
    }

    @Test
    void warnsOfPositionsExactToAKilometre() {
        assertThat(rules(at("10.53", "106.41", "WGS84"))).containsExactly("position.coarse");
        assertThat(rules(at("10.53", "106.412345", "WGS84")))
                .as("10.530000 in a spreadsheet")
                .isEmpty();
    }

    /** A surveyed example of Ninh Thuận, published with both its grid (108°15') and its WGS 84 coordinates. */
    @Test
    void agreesWithAPublishedPoint() {
        var point = new Vn2000().toWgs84(new Vn2000.Zone(108.25, false), 1255172.510, 568262.924);
        assertThat(point.first()).isCloseTo(11.349358065695681, within(4e-7));
        assertThat(point.second()).isCloseTo(108.87720114429756, within(4e-7));
    }

    /** 5 cm are 4.5e-7 degrees. */
    @ParameterizedTest
    @CsvSource({
        "105.75, false, 1165443.2, 573412.7",
        "105.75, false, 1254321.0, 431000.5",
        "108.25, false, 1255172.51, 568262.924",
        "105.00, false, 2325000.0, 587000.0",
        "104.50, false, 1000000.0, 520000.0",
        "105.00, true, 1165443.2, 655000.0"
    })
    void agreesWithAnIndependentCalculation(double meridian, boolean wide, double northing, double easting) {
        var point = new Vn2000().toWgs84(new Vn2000.Zone(meridian, wide), northing, easting);
        var expected = KruegerSeries.toWgs84(meridian, wide ? 0.9996 : 0.9999, northing, easting);
        assertThat(point.first()).isCloseTo(expected[0], within(4.5e-7));
        assertThat(point.second()).isCloseTo(expected[1], within(4.5e-7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            1255172.510      | 568262.924    | VN-2000 108°15'
            1.255.172,510    | 568.262,924   | VN2000 KTT 108.25, múi 3 độ
            1 255 172.510    | 568 262.924   | vn-2000 (108 độ 15 phút)
            X=1255172,510    | Y=568262,924m | VN 2000, 108°15′
            """)
    void readsTheNationalGrid(String northing, String easting, String system) {
        var row = at(northing, easting, system);
        assertThat(row.values())
                .containsEntry(CameraField.LATITUDE, "11.349358")
                .containsEntry(CameraField.LONGITUDE, "108.877201");
        assertThat(row.stated()).containsEntry(CameraField.COORDINATE_SYSTEM, system);
        assertThat(rules(row)).containsExactly("position.province");
    }

    @Test
    void putsExchangedMetresRight() {
        var row = at("568262.924", "1255172.510", "VN-2000 108°15'");
        assertThat(row.values()).containsEntry(CameraField.LATITUDE, "11.349358");
        assertThat(rules(row)).contains("position.swapped");
    }

    @Test
    void assumesTheProfilesMeridianAndSaysSo() {
        assertThat(rules(at("1165443", "573412", "VN-2000"))).isEmpty();
        var row = at("1165443", "573412", "");
        assertThat(rules(row)).containsExactly("position.meridian");
        assertThat(row.rejected()).isFalse();
        assertThat(row.findings().get(0).message().vi()).contains("105°45'");
        assertThat(Double.parseDouble(row.values().get(CameraField.LONGITUDE))).isBetween(106.0, 107.0);
    }

    @Test
    void refusesMetresWithoutAMeridian() {
        var row = new Sheet().withoutMeridian().row(CameraField.LATITUDE, "1165443", CameraField.LONGITUDE, "573412");
        assertThat(rules(row)).containsExactly("position.meridian");
        assertThat(row.rejected()).isTrue();
    }

    @Test
    void warnsWhereTheNumbersBelieTheSystem() {
        assertThat(rules(at("10.536312", "106.412345", "VN-2000"))).containsExactly("position.system");
        assertThat(rules(at("1165443", "573412", "WGS84"))).contains("position.system");
        assertThat(rules(at("10.536312", "106.412345", "HN-72"))).containsExactly("position.system");
    }
}
