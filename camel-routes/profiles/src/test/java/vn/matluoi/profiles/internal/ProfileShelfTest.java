package vn.matluoi.profiles.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Profile;

class ProfileShelfTest {

    static List<Profile> profiles() {
        return ProfileShelf.load();
    }

    @Test
    void holdsEveryKindOfAgency() {
        assertThat(profiles()).extracting(Profile::name).containsExactlyElementsOf(ProfileShelf.NAMES);
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
                .map(ProfileFile::fold)
                .toList();
        assertThat(
                        ("Mã camera,Tên camera,Địa chỉ lắp đặt,Xã/Phường,Mã xã,Đơn vị quản lý,Lĩnh vực,Vĩ độ,Kinh độ,Hệ tọa độ,"
                                        + "Độ cao lắp đặt (m),Hướng (độ),Mục đích,Hãng sản xuất,Model,Số serial,Firmware,Địa chỉ MAC,"
                                        + "Chuẩn nén,Độ phân giải,Số khung hình/giây,Quay quét (PTZ),Thu âm,Ngày lắp đặt,"
                                        + "Phương thức cập nhật,Tần suất cập nhật,Đơn vị sử dụng,Số ngày lưu,Ghi chú")
                                .split(","))
                .allSatisfy(heading -> assertThat(known).contains(ProfileFile.fold(heading)));
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
            var folded = list.keySet().stream().map(ProfileFile::fold).toList();
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
    @ValueSource(
            strings = {
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"colums\":[]}",
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\",\"fr\":\"x\"}}",
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"columns\":[{\"field\":\"hight\",\"headings\":[\"h\"]}]}",
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"columns\":[{\"field\":\"height\",\"headings\":[]}]}",
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"codes\":{\"sectors\":{\"a\":\"b\"}}}",
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"codes\":{\"sector\":{\"a\":\"b\",\"a\":\"c\"}}}",
                "{\"name\":\"x\",\"title\":{\"vi\":\"x\",\"en\":\"x\"},\"centralMeridian\":15}",
                "{\"name\":\"y\",\"title\":{\"vi\":\"x\",\"en\":\"x\"}}",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\""
            })
    void refusesAFileWithAMistakeAndNamesIt(String json) {
        assertThatThrownBy(() -> ProfileFile.parse("x.json", json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x.json: ");
    }

    @Test
    void refusesAHeadingOfTwoMeaningsAndAnUnknownBase() {
        var title = "\"title\":{\"vi\":\"x\",\"en\":\"x\"}";
        var twice = ProfileFile.parse(
                "x.json",
                "{\"name\":\"x\"," + title + ",\"columns\":[{\"field\":\"name\",\"headings\":[\"Tên\"]},"
                        + "{\"field\":\"code\",\"headings\":[\"TEN\"]}]}");
        assertThatThrownBy(() -> ProfileShelf.assemble(List.of(twice))).hasMessageContaining("means both");
        var orphan = ProfileFile.parse("x.json", "{\"name\":\"x\",\"extends\":\"nobody\"," + title + "}");
        assertThatThrownBy(() -> ProfileShelf.assemble(List.of(orphan))).hasMessageContaining("nobody");
    }
}
