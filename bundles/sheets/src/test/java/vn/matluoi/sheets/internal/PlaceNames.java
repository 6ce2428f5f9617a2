package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names of places for tests: a few of every kind, and all areas of the country, those of before 2025-07-01 among them. */
final class PlaceNames {

    static final List<String> FEW = List.of(
            "Phường Tân Ninh",
            "Xã Phước Chỉ",
            "Thị xã Trảng Bàng",
            "Ngã tư Hoà Thành",
            "Cổng chợ Gò Dầu",
            "Trường Tiểu học Bến Cầu",
            "Bệnh viện Đa khoa",
            "Khu phố Ninh Thạnh",
            "Đường Cách Mạng Tháng Tám",
            "Quận Hoàn Kiếm",
            "Huyện Đức Huệ",
            "Cửa khẩu Mộc Bài",
            "Thành phố Hồ Chí Minh",
            "Nguyễn Huệ",
            "Quỳnh Lưu",
            "Giồng Riềng",
            "Bưu điện",
            "Kỹ thuật viên");

    private static final Path AREAS = Path.of("../registry/src/main/resources/areas");

    private PlaceNames() {}

    static List<String> all() throws IOException {
        var names = new ArrayList<>(FEW);
        for (var file : List.of("in-force.csv", "former.csv")) {
            Files.readAllLines(AREAS.resolve(file)).stream()
                    .skip(1) // headings
                    .map(line -> line.split(","))
                    .forEach(cells -> names.add(cells[1] + " " + cells[2]));
        }
        return names;
    }
}
