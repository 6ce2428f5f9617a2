package vn.matluoi.api.source;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;

/**
 * How a source is to be reached and where its cameras belong. Holds no secret.
 *
 * @param id the source's name
 * @param name what people call it
 * @param driver the device family, for example {@code hikvision}; empty for a source that only speaks through a route
 * @param address {@code http} or {@code https} address of the device, or of the scheme its driver is named after, without
 *     credentials; empty for a route
 * @param username account on the device; empty for none
 * @param area where its cameras stand unless said otherwise
 * @param unit unit that manages them
 * @param sector sector they serve
 * @param options further settings by key: {@code rtsp.port}, {@code timeout.ms}, {@code sync.minutes}, {@code channel},
 *     {@link #NETWORK}
 * @param suspended true while a person has switched supervision off
 */
public record SourceSettings(
        SourceId id,
        String name,
        Optional<String> driver,
        Optional<URI> address,
        Optional<String> username,
        AreaCode area,
        Optional<String> unit,
        Optional<String> sector,
        Map<String, String> options,
        boolean suspended) {

    /** Key of the option that says by which channel the pictures of its cameras travel unless said otherwise (R4.7). */
    public static final String NETWORK = "network";

    /** The values of that option, which are those of {@link vn.matluoi.api.intake.CameraField#NETWORK}. */
    public static final List<String> NETWORKS = List.of("private", "internet");

    public SourceSettings {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(area, "area");
        options = Map.copyOf(options);
        if (address.isPresent() && address.get().getRawUserInfo() != null) {
            throw new IllegalArgumentException(new Text(
                            "đặt tên đăng nhập và mật khẩu vào trường riêng, không đặt trong địa chỉ",
                            "put credentials in username and secret, not in the address")
                    .toString());
        }
    }

    /** @return the channel that is recorded with the source, one of {@link #NETWORKS}; empty if none is */
    public Optional<String> network() {
        return Optional.ofNullable(options.get(NETWORK));
    }

    /** The same with other options. */
    public SourceSettings with(Map<String, String> other) {
        return new SourceSettings(id, name, driver, address, username, area, unit, sector, other, suspended);
    }
}
