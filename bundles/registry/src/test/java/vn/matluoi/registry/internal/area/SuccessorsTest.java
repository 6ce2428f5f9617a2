package vn.matluoi.registry.internal.area;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.registry.internal.area.FormedFrom.Mention;

class SuccessorsTest {

    /** The file in the bundle; written anew by {@code -Dareas.write=true} after the map's wording has changed. */
    private static final Path FILE = Path.of("src/main/resources/areas/successors.csv");

    private static final Successors SUCCESSORS = new Successors(formedFrom());

    @Test
    void theFileInTheBundleIsWhatTheMapSays() throws IOException {
        var text = new StringBuilder("former,successors\n");
        SUCCESSORS.all().forEach((code, list) -> text.append(code)
                .append(',')
                .append(String.join(" ", list))
                .append('\n'));
        if (Boolean.getBoolean("areas.write")) {
            Files.writeString(FILE, text);
        }

        assertThat(Files.readString(FILE)).isEqualTo(text.toString());
    }

    /** The map leaves these out, or calls them something else altogether. */
    @Test
    void losesOnlyUnitsThatTheMapDoesNotName() {
        assertThat(SUCCESSORS.lost())
                .containsExactly("01304", "03244", "05083", "18007", "22225", "23395", "24292", "26083", "26086");
    }

    @Test
    void leavesUnreadOnlyHamletsAndOtherSpellings() {
        assertThat(SUCCESSORS.unread())
                .filteredOn(words -> !words.contains("diện tích"))
                .containsExactly(
                        "00922  Thôn Mịch A",
                        "01304  Xóm Tổng Dùn",
                        "02305  Thôn Nà Lừa",
                        "03244 xã Xá Nhè",
                        "07537 xã Trường bắn TB1",
                        "14698 xã khu vực bãi bồi ven biển",
                        "18007 xã Hưng Yên Nam",
                        "23377 xã Pờ Y",
                        "25459 phường IV",
                        "28810 thị trấn tỉnh Bến Tre)",
                        "29374 thị trấn tỉnh Trà Vinh)");
    }

    /** The former city of Tân An, Long An. */
    @Test
    void listsEveryUnitThatTookPartOfADistrict() {
        assertThat(SUCCESSORS.all().get("794")).containsExactly("27694", "27712", "27715");
    }

    @Test
    void readsTheWordingOfTheMap() {
        assertThat(FormedFrom.mentions(
                        "Phường 1, Phường 3 (thành phố Tân An), và phần còn lại của Xã Bình Tâm sau khi sắp xếp"))
                .containsExactly(
                        new Mention("phường", "1", Optional.of("tan an")),
                        new Mention("phường", "3", Optional.of("tan an")),
                        new Mention("xã", "Bình Tâm", Optional.empty()));
        assertThat(FormedFrom.mentions(
                        "một phần diện tích tự nhiên, quy mô dân số của các phường Cửa Nam, Điện Biên, Xã Tứ Hiệp"
                                + " (phần còn lại sau khi sáp nhập vào phường Yên Sở)"))
                .contains(
                        new Mention("phường", "Cửa Nam", Optional.empty()),
                        new Mention("phường", "Điện Biên", Optional.empty()),
                        new Mention("xã", "Tứ Hiệp", Optional.empty()));
        assertThat(FormedFrom.mentions("Xã Đăk Long (thuộc huyện Đăk Hà)"))
                .containsExactly(new Mention("xã", "Đăk Long", Optional.of("dak ha")));
    }

    private static Map<String, String> formedFrom() {
        try (var in = SuccessorsTest.class.getResourceAsStream("/areas/formed-from.csv")) {
            var map = new LinkedHashMap<String, String>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", 2))
                    .forEach(cells -> map.put(cells[0], cells[1]));
            return map;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
