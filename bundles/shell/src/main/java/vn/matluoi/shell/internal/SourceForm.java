package vn.matluoi.shell.internal;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Option;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.source.SourceSettings;

/** The settings of a source as options of a command. The secret is asked for or read from a file. */
public abstract class SourceForm extends HubCommand {

    @Option(name = "--name", description = "Tên thường gọi / What people call it")
    String name;

    @Option(name = "--driver", description = "Họ thiết bị, ví dụ hikvision / Device family, for example hikvision")
    String driver;

    @Option(
            name = "--address",
            description =
                    "Địa chỉ http, https hoặc rtsp, không kèm mật khẩu / http, https or rtsp address, without credentials")
    String address;

    @Option(name = "--username", description = "Tài khoản trên thiết bị / Account on the device")
    String username;

    @Option(name = "--area", description = "Mã xã, phường nơi đặt camera / Code of the commune where its cameras stand")
    String area;

    @Option(name = "--unit", description = "Đơn vị quản lý / Unit that manages them")
    String unit;

    @Option(name = "--sector", description = "Lĩnh vực phục vụ / Sector they serve")
    String sector;

    @Option(
            name = "--option",
            description =
                    "Thiết lập thêm dạng khóa=giá trị, ví dụ rtsp.port=8554 / Further setting as key=value, for example rtsp.port=8554",
            multiValued = true)
    List<String> options;

    @Option(
            name = "--secret-file",
            description =
                    "Tệp trên máy chủ, dòng đầu là mật khẩu / File on the hub's machine whose first line is the password")
    String secretFile;

    @Option(
            name = "--certificate",
            description =
                    "Dấu vân tay SHA-256 được chấp nhận của thiết bị https / Accepted SHA-256 fingerprint of an https device")
    String certificate;

    /** @return the options given over what is there already */
    final SourceSettings over(Optional<SourceSettings> present, SourceId id, boolean suspended) {
        return new SourceSettings(
                id,
                Names.given(name).or(() -> present.map(SourceSettings::name)).orElse(id.value()),
                Names.given(driver).or(() -> present.flatMap(SourceSettings::driver)),
                Names.given(address).map(SourceForm::uri).or(() -> present.flatMap(SourceSettings::address)),
                Names.given(username).or(() -> present.flatMap(SourceSettings::username)),
                Names.given(area)
                        .map(Names::area)
                        .or(() -> present.map(SourceSettings::area))
                        .orElseThrow(() -> invalid(
                                "--area",
                                "area.required",
                                "cần --area: mã xã/phường nơi đặt camera",
                                "--area is needed: the code of the commune where its cameras stand")),
                Names.given(unit).or(() -> present.flatMap(SourceSettings::unit)),
                Names.given(sector).or(() -> present.flatMap(SourceSettings::sector)),
                options(present),
                suspended);
    }

    private Map<String, String> options(Optional<SourceSettings> present) {
        var all =
                new HashMap<String, String>(present.map(SourceSettings::options).orElse(Map.of()));
        for (var option : options == null ? List.<String>of() : options) {
            var at = option.indexOf('=');
            if (at < 1) {
                throw invalid(
                        "--option",
                        "option.format",
                        "tùy chọn có dạng khóa=giá trị, không phải: " + option,
                        "an option is key=value, not: " + option);
            }
            if (at == option.length() - 1) {
                all.remove(option.substring(0, at));
            } else {
                all.put(option.substring(0, at), option.substring(at + 1));
            }
        }
        return all;
    }

    private static URI uri(String text) {
        try {
            var uri = URI.create(text);
            if (uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw badAddress();
        }
        throw badAddress();
    }

    private static HubException badAddress() {
        return invalid(
                "--address",
                "address.format",
                "địa chỉ có dạng http://192.0.2.10:80, không kèm tên đăng nhập hay mật khẩu",
                "an address is like http://192.0.2.10:80, without user name or password");
    }
}
