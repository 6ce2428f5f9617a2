package vn.matluoi.simulators.sheet;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** Makes up rows with nothing wrong in them. */
final class GoodRow {

    /** Height above ground in metres and what a camera at that height is for (REQUIREMENTS R2.5). */
    private record Use(double lowest, double highest, String purpose) {}

    private record Place(String sector, List<String> names, String unit) {}

    private record Product(String maker, List<String> models, String firmware, String mac) {}

    static final List<String> SECTORS =
            List.of("An ninh trật tự", "Giao thông", "Giáo dục", "Y tế", "Môi trường", "Hành chính công", "Khu dân cư");

    private static final List<Use> USES = List.of(
            new Use(20, 35, "Quan sát toàn cảnh"),
            new Use(10, 19.5, "Giám sát quảng trường"),
            new Use(5, 9.5, "Giám sát đường phố"),
            new Use(5, 9.5, "Giám sát khu vực trọng điểm"),
            new Use(3, 4.5, "Nhận diện biển số"),
            new Use(3, 4.5, "Giám sát ngõ hẻm"),
            new Use(2, 2.9, "Nhận diện khuôn mặt"),
            new Use(2, 2.9, "Giám sát ngập nước"));

    private static final List<Place> PLACES = List.of(
            new Place("An ninh trật tự", List.of("Ngã ba chợ", "Cổng chợ", "Trụ sở Công an", "Bến xe"), "Công an %s"),
            new Place("Giao thông", List.of("Ngã tư Quốc lộ 22B", "Cầu Bến Sỏi", "Vòng xoay trung tâm"), "UBND %s"),
            new Place(
                    "Giáo dục",
                    List.of("Cổng trường THCS", "Cổng trường Tiểu học", "Trường Mầm non"),
                    "Trường THCS %s"),
            new Place("Y tế", List.of("Trạm y tế", "Cổng cấp cứu", "Khu tiếp nhận"), "Trạm Y tế %s"),
            new Place("Môi trường", List.of("Bãi tập kết rác", "Trạm trung chuyển rác", "Kênh thoát nước"), "UBND %s"),
            new Place("Hành chính công", List.of("Bộ phận Một cửa", "Cổng trụ sở UBND", "Sân UBND"), "UBND %s"),
            new Place("Khu dân cư", List.of("Đầu ấp", "Nhà văn hóa ấp", "Hẻm số"), "UBND %s"));

    private static final List<Product> PRODUCTS = List.of(
            new Product("Hikvision", List.of("DS-2CD2143G2-I", "DS-2CD2T46G2-4I"), "V5.7.15", "c0:56:e3"),
            new Product("Dahua", List.of("IPC-HFW2431S-S-S2", "IPC-HDW1431S"), "2.820.0000.18.R", "3c:ef:8c"),
            new Product("KBVision", List.of("KX-C4011SN3", "KX-CAi4003N2"), "2.800.0000.5.R", "38:af:29"),
            new Product("Viettel", List.of("HC23", "OC13"), "3.1.9", "a8:66:7f"));

    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 6);

    private final List<Commune> communes;
    private final Random random;

    GoodRow(List<Commune> communes, Random random) {
        this.communes = communes;
        this.random = random;
    }

    /** @param number running number from 1; code, serial number and MAC address are unique by it */
    Row make(int number) {
        Commune commune = one(communes);
        double latitude = round(commune.latitude() + (random.nextDouble() - 0.5) * 0.008, 6);
        double longitude = round(commune.longitude() + (random.nextDouble() - 0.5) * 0.008, 6);
        Place place = one(PLACES);
        Use use = one(USES);
        Product product = one(PRODUCTS);
        int hamlet = 1 + random.nextInt(9);
        double height = round(use.lowest() + random.nextDouble() * (use.highest() - use.lowest()), 1);
        boolean large = random.nextInt(3) == 0;
        return new Row(commune, latitude, longitude)
                .put(Column.NUMBER, number)
                .put(Column.CODE, "CAM-%s-%05d".formatted(commune.code(), number))
                .put(Column.NAME, "%s %s %02d".formatted(one(place.names()), commune.bareName(), number % 100))
                .put(Column.ADDRESS, "Ấp %d, %s, tỉnh Tây Ninh".formatted(hamlet, commune.nameInSentence()))
                .put(Column.AREA_NAME, commune.name())
                .put(Column.AREA_CODE, commune.code())
                .put(Column.UNIT, place.unit().formatted(commune.nameInSentence()))
                .put(Column.SECTOR, place.sector())
                .put(Column.LATITUDE, latitude)
                .put(Column.LONGITUDE, longitude)
                .put(Column.SYSTEM, "WGS84")
                .put(Column.HEIGHT, height)
                .put(Column.DIRECTION, random.nextInt(72) * 5)
                .put(Column.PURPOSE, use.purpose())
                .put(Column.MAKER, product.maker())
                .put(Column.MODEL, one(product.models()))
                .put(
                        Column.SERIAL,
                        "%s%06X%05d".formatted(product.maker().substring(0, 2), random.nextInt(1 << 24), number))
                .put(Column.FIRMWARE, product.firmware())
                .put(
                        Column.MAC,
                        "%s:%02x:%02x:%02x"
                                .formatted(product.mac(), number >> 16 & 255, number >> 8 & 255, number & 255))
                .put(Column.CODEC, random.nextInt(3) == 0 ? "H.264" : "H.265")
                .put(Column.RESOLUTION, large ? "2560x1440" : "1920x1080")
                .put(Column.FRAME_RATE, random.nextBoolean() ? 25 : 15)
                .put(Column.PTZ, random.nextInt(5) == 0 ? "Có" : "Không")
                .put(Column.AUDIO, random.nextInt(6) == 0 ? "Có" : "Không")
                .put(Column.INSTALLED, FIRST_DAY.plusDays(random.nextInt(2200)))
                .put(Column.UPDATE_METHOD, random.nextBoolean() ? "Tự động" : "Thủ công")
                .put(Column.UPDATE_FREQUENCY, random.nextBoolean() ? "Hằng tháng" : "Khi có thay đổi")
                .put(Column.USERS, "Công an " + commune.nameInSentence())
                .put(Column.RETENTION, random.nextBoolean() ? 30 : 15)
                .put(Column.NOTE, random.nextInt(4) == 0 ? "Đã kiểm tra" : null);
    }

    private <T> T one(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private static double round(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}
