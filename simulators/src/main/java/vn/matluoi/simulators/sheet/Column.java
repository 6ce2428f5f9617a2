package vn.matluoi.simulators.sheet;

/** The columns of a commune's camera sheet, in order, with the heading people write over them. */
public enum Column {
    NUMBER("STT"),
    CODE("Mã camera"),
    NAME("Tên camera"),
    ADDRESS("Địa chỉ lắp đặt"),
    AREA_NAME("Xã/Phường"),
    AREA_CODE("Mã xã"),
    UNIT("Đơn vị quản lý"),
    SECTOR("Lĩnh vực"),
    LATITUDE("Vĩ độ"),
    LONGITUDE("Kinh độ"),
    SYSTEM("Hệ tọa độ"),
    HEIGHT("Độ cao lắp đặt (m)"),
    DIRECTION("Hướng (độ)"),
    PURPOSE("Mục đích"),
    MAKER("Hãng sản xuất"),
    MODEL("Model"),
    SERIAL("Số serial"),
    FIRMWARE("Firmware"),
    MAC("Địa chỉ MAC"),
    CODEC("Chuẩn nén"),
    RESOLUTION("Độ phân giải"),
    FRAME_RATE("Số khung hình/giây"),
    PTZ("Quay quét (PTZ)"),
    AUDIO("Thu âm"),
    INSTALLED("Ngày lắp đặt"),
    UPDATE_METHOD("Phương thức cập nhật"),
    UPDATE_FREQUENCY("Tần suất cập nhật"),
    USERS("Đơn vị sử dụng"),
    RETENTION("Số ngày lưu"),
    NOTE("Ghi chú");

    private final String heading;

    Column(String heading) {
        this.heading = heading;
    }

    /** What stands in the first row. */
    public String heading() {
        return heading;
    }
}
