package vn.matluoi.profiles.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Rule;

class ShippedProfilesTest {

    static List<Profile> profiles() {
        return List.copyOf(ShippedProfiles.load().values());
    }

    @Test
    void holdsEveryKindOfAgency() {
        assertThat(profiles()).extracting(Profile::name).containsExactlyElementsOf(ShippedProfiles.NAMES);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void knowsEveryFieldOfTheCatalogue(Profile profile) {
        assertThat(profile.columns()).extracting(Profile.Column::field).containsExactlyInAnyOrder(CameraField.values());
        assertThat(profile.columns())
                .filteredOn(Profile.Column::required)
                .extracting(Profile.Column::field)
                .containsExactly(CameraField.NAME);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void knowsTheHeadingsOfACommunesSheet(Profile profile) {
        var known = profile.columns().stream()
                .flatMap(column -> column.headings().stream())
                .map(Headings::fold)
                .toList();
        assertThat(
                        ("Mã camera,Tên camera,Địa chỉ lắp đặt,Xã/Phường,Mã xã,Đơn vị quản lý,Lĩnh vực,Vĩ độ,Kinh độ,Hệ tọa độ,"
                                        + "Độ cao lắp đặt (m),Hướng (độ),Mục đích,Hãng sản xuất,Model,Số serial,Firmware,Địa chỉ MAC,"
                                        + "Số sê-ri đầu ghi,Kênh,Số kênh,Địa chỉ IP,"
                                        + "Chuẩn nén,Độ phân giải,Số khung hình/giây,Quay quét (PTZ),Thu âm,Ngày lắp đặt,"
                                        + "Phương thức cập nhật,Tần suất cập nhật,Đơn vị sử dụng,Số ngày lưu,Ghi chú")
                                .split(","))
                .allSatisfy(heading -> assertThat(known).contains(Headings.fold(heading)));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void writesVietnameseInComposedForm(Profile profile) {
        assertThat(profile.columns()).allSatisfy(column -> assertThat(column.headings())
                .allMatch(heading -> Normalizer.isNormalized(heading, Normalizer.Form.NFC)));
        assertThat(profile.codes().values()).allSatisfy(list -> assertThat(list.keySet())
                .allMatch(word -> Normalizer.isNormalized(word, Normalizer.Form.NFC)));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void givesEachWordOneCode(Profile profile) {
        profile.codes().forEach((field, list) -> {
            var folded = list.keySet().stream().map(Headings::fold).toList();
            assertThat(folded).as(field.key()).doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void usesTheProvincesSectorsAndTheCodesOfTheRules(Profile profile) {
        assertThat(Set.copyOf(profile.codes().get(CameraField.SECTOR).values()))
                .containsExactlyInAnyOrder(
                        "security",
                        "traffic",
                        "public-administration",
                        "health",
                        "education",
                        "environment",
                        "residential",
                        "household");
        assertThat(profile.codes().get(CameraField.PURPOSE).values())
                .contains(
                        "panorama",
                        "square",
                        "motorway",
                        "street",
                        "security",
                        "plate",
                        "alley",
                        "face",
                        "tide",
                        "flood");
        assertThat(Set.copyOf(profile.codes().get(CameraField.COORDINATE_SYSTEM).values()))
                .containsExactlyInAnyOrder("WGS84", "VN2000");
        Arrays.stream(CameraField.values())
                .filter(field -> field.kind() == CameraField.Kind.BOOLEAN)
                .forEach(field -> assertThat(
                                profile.codes().getOrDefault(field, Map.of()).values())
                        .isSubsetOf("true", "false"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void fitsTheSchema(String name) {
        assertThatCode(() -> Document.checked(ShippedProfiles.document(name))).doesNotThrowAnyException();
    }

    static List<String> names() {
        return ShippedProfiles.NAMES;
    }

    @Test
    void hasASchemaThatKnowsEveryField() throws IOException {
        var schema = new ObjectMapper().readTree(ShippedProfiles.text(Schema.FILE));
        assertThat(Conditions.texts(schema.at("/$defs/field/enum")))
                .containsExactlyElementsOf(Arrays.stream(CameraField.values())
                        .map(CameraField::key)
                        .toList());
        assertThat(schema.at("/properties/codes/properties").fieldNames())
                .toIterable()
                .hasSize(CameraField.values().length);
        assertThat(schema.at("/properties/defaults/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        Profile.ASSUMABLE.stream().map(CameraField::key).toList());
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void saysHowAndHowOftenItsCamerasAreUpdated(Profile profile) {
        if (!profile.name().equals(Profile.GENERIC)) {
            assertThat(profile.defaults()).containsKeys(CameraField.UPDATE_METHOD, CameraField.UPDATE_FREQUENCY);
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void citesAnArticleInEveryRule(Profile profile) {
        assertThat(profile.rules()).extracting(Rule::rule).contains("R1.2", "R1.3", "R2.5", "R2.6", "R2.7", "R2.8");
        assertThat(profile.rules()).allSatisfy(rule -> {
            assertThat(rule.citation().vi()).contains("Điều");
            assertThat(rule.citation().en()).contains("article");
            assertThat(rule.mend().vi()).endsWith(".");
            assertThat(Normalizer.isNormalized(rule.message().vi() + rule.mend().vi(), Normalizer.Form.NFC))
                    .isTrue();
        });
    }
}
