package vn.matluoi.api.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.Text;

/**
 * The fields of a camera in the provincial catalogue. The least set is R2.1; the rest serve the rules named
 * beside them. Stated values travel as text; {@link Kind} says how {@link Intake} reads and writes them.
 */
public enum CameraField {
    NAME(Kind.TEXT, false, "Tên camera", "Camera name"),
    /** The agency's own code for the camera: unique within the source. */
    CODE(Kind.TEXT, false, "Mã camera", "Agency's camera code"),
    ADDRESS(Kind.TEXT, false, "Địa chỉ lắp đặt", "Place of installation"),
    AREA(Kind.AREA, false, "Mã xã/phường", "Area code"),
    /** Name of the commune as written; used to find or check {@link #AREA}. */
    AREA_NAME(Kind.TEXT, false, "Xã/phường", "Commune or ward"),
    UNIT(Kind.CODE, false, "Đơn vị quản lý", "Managing unit"),
    SECTOR(Kind.CODE, false, "Lĩnh vực", "Sector"),
    /** Degrees WGS 84 once normalised, 6 decimals. As stated it may be a VN-2000 northing X in metres. */
    LATITUDE(Kind.DECIMAL, false, "Vĩ độ", "Latitude"),
    /** Degrees WGS 84 once normalised, 6 decimals. As stated it may be a VN-2000 easting Y in metres. */
    LONGITUDE(Kind.DECIMAL, false, "Kinh độ", "Longitude"),
    COORDINATE_SYSTEM(Kind.CODE, false, "Hệ tọa độ", "Coordinate system"),
    /** Metres above the ground; checked against the purpose (R2.5). */
    HEIGHT(Kind.DECIMAL, false, "Độ cao lắp đặt (m)", "Mounting height (m)"),
    /** Degrees clockwise from north, 0 to 359. */
    AZIMUTH(Kind.DECIMAL, false, "Hướng quan sát (độ)", "Viewing direction (degrees)"),
    PURPOSE(Kind.CODE, false, "Mục đích", "Purpose"),
    MANUFACTURER(Kind.TEXT, true, "Hãng sản xuất", "Manufacturer"),
    MODEL(Kind.TEXT, true, "Model", "Model"),
    SERIAL(Kind.TEXT, true, "Số serial", "Serial number"),
    FIRMWARE(Kind.TEXT, true, "Phiên bản phần mềm", "Firmware"),
    MAC(Kind.TEXT, true, "Địa chỉ MAC", "MAC address"),
    /** Of the recorder that it hangs on, as its label says; together with the channel it tells which camera is meant. */
    RECORDER_SERIAL(Kind.TEXT, false, "Số sê-ri đầu ghi", "Recorder's serial number"),
    /** By which number or name that recorder knows it. */
    RECORDER_CHANNEL(Kind.TEXT, false, "Kênh đầu ghi", "Recorder's channel"),
    /** IPv4 or IPv6, without port: of the recorder if there is a channel of one, else its own. */
    IP_ADDRESS(Kind.TEXT, false, "Địa chỉ IP", "IP address"),
    CODEC(Kind.CODE, true, "Chuẩn nén", "Video codec"),
    /** Width x height in pixels, as {@code 1920x1080}. */
    RESOLUTION(Kind.TEXT, true, "Độ phân giải", "Resolution"),
    /** Frames per second. */
    FRAME_RATE(Kind.DECIMAL, true, "Số khung hình/giây", "Frames per second"),
    PTZ(Kind.BOOLEAN, true, "Quay quét", "Pan, tilt, zoom"),
    AUDIO(Kind.BOOLEAN, true, "Thu âm", "Audio"),
    INSTALLED_ON(Kind.DATE, false, "Ngày lắp đặt", "Installed on"),
    /**
     * The day on which the agency last changed anything about the camera, or put it up: from it runs the time within which
     * that is to be told. When it was told is {@link vn.matluoi.api.registry.StatedValue#at}.
     */
    CHANGED_ON(Kind.DATE, false, "Ngày thay đổi", "Changed on"),
    /** R2.1. */
    UPDATE_METHOD(Kind.TEXT, false, "Phương thức cập nhật", "Method of update"),
    /** R2.1. */
    UPDATE_FREQUENCY(Kind.TEXT, false, "Tần suất cập nhật", "Frequency of update"),
    /** R2.1: the units that use the data, separated by semicolons. */
    USING_UNITS(Kind.TEXT, false, "Đơn vị sử dụng", "Units that use the data"),
    /** Days footage is kept; at least 7 (R4.3). */
    RETENTION_DAYS(Kind.INTEGER, false, "Số ngày lưu", "Days footage is kept"),
    /** R1.2: police professional cameras are outside the hub. */
    PROFESSIONAL(Kind.BOOLEAN, false, "Camera nghiệp vụ", "Police professional camera"),
    /** R1.3: document by which the owner of a private camera consented. */
    CONSENT(Kind.TEXT, false, "Văn bản đồng ý", "Owner's consent"),
    /**
     * R1.4. A camera so marked is seen by whoever's scope covers it, within the hub: lists, detail and change feed of
     * REST and shell, and the reports of the imports that name it. Nothing of it leaves the hub: no share, export,
     * publication or forwarding may hold it, its events or its footage.
     */
    STATE_SECRET(Kind.BOOLEAN, false, "Bí mật nhà nước", "State secret"),
    /** R1.2: the decision by which a police professional camera is taken in nevertheless: number, date, who decided. */
    DECISION(Kind.TEXT, false, "Quyết định cho phép", "Decision that allows it"),
    /** R1.3: whether it belongs to a private person, household or company. */
    PRIVATE_CAMERA(Kind.BOOLEAN, false, "Camera tư nhân", "Private camera"),
    /** R1.3: who owns it, if not the managing unit. */
    OWNER(Kind.TEXT, false, "Chủ sở hữu", "Owner"),
    /** R1.3: whether its view covers public space. */
    PUBLIC_VIEW(Kind.BOOLEAN, false, "Quan sát nơi công cộng", "Views public space"),
    /** R2.7: what kind of place it stands at, by which follows whose consent its siting needs. */
    PLACE_KIND(Kind.CODE, false, "Loại vị trí", "Kind of place"),
    /** R2.7: document by which the competent authority consented to the place. */
    SITING_CONSENT(Kind.TEXT, false, "Văn bản chấp thuận vị trí", "Siting consent"),
    /** R2.6: document by which a camera was agreed to where another one covers the same already. */
    OVERLAP_AGREEMENT(Kind.TEXT, false, "Văn bản thống nhất lắp trùng", "Agreement to overlap"),
    /** R2.8. */
    CERTIFICATE_OF_ORIGIN(Kind.TEXT, false, "Chứng nhận xuất xứ (CO)", "Certificate of origin"),
    /** R2.8. */
    CERTIFICATE_OF_QUALITY(Kind.TEXT, false, "Chứng nhận chất lượng (CQ)", "Certificate of quality"),
    /** R4.7: the channel its pictures travel by, {@code private} or {@code internet}. */
    NETWORK(Kind.CODE, false, "Kênh truyền", "Network"),
    /** By which document or article it may watch what it watches. */
    LEGAL_BASIS(Kind.TEXT, false, "Căn cứ pháp lý", "Legal basis"),
    /** R8.5: {@code budget} or {@code socialised}. */
    INVESTMENT(Kind.CODE, false, "Nguồn đầu tư", "Source of investment"),
    NOTE(Kind.TEXT, false, "Ghi chú", "Note");

    private final Kind kind;
    private final boolean observed;
    private final Text label;

    CameraField(Kind kind, boolean observed, String vi, String en) {
        this.kind = kind;
        this.observed = observed;
        this.label = new Text(vi, en);
    }

    public Kind kind() {
        return kind;
    }

    /**
     * Whether a device knows it better than a person. The effective value of an observed field is the
     * province's, else the device's, else the agency's; of any other the province's, else the agency's, else the
     * device's.
     */
    public boolean observed() {
        return observed;
    }

    public Text label() {
        return label;
    }

    /** @return the name in JSON and in files: {@code frameRate} for {@link #FRAME_RATE} */
    public String key() {
        var words = name().toLowerCase(Locale.ROOT).split("_");
        var key = new StringBuilder(words[0]);
        for (var word : Arrays.asList(words).subList(1, words.length)) {
            key.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return key.toString();
    }

    public static Optional<CameraField> ofKey(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }

    /** How a value is read and how it is written once normalised. */
    public enum Kind {
        /** Unicode NFC, trimmed, inner blanks single. */
        TEXT,
        /** Decimal point, no thousands separator. */
        DECIMAL,
        INTEGER,
        /** ISO 8601 day, {@code 2026-11-22}. */
        DATE,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A code of the field's code list. */
        CODE,
        /** An {@link vn.matluoi.api.AreaCode} in force. */
        AREA
    }
}
