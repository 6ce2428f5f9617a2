package vn.matluoi.registry.internal.normalise;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** Reads how a camera is connected by an agency's list: channel of a recorder, IP address. Asks no name server. */
final class Wiring {

    private static final Pattern CHANNEL =
            Pattern.compile("(?iu)(?:(?:kênh|kenh)(?: số| so)?|channel|ch|camera|cam|ip|d)?[\\s.:#_-]*0*([0-9]{1,4})");
    private static final Pattern V4 =
            Pattern.compile("(?i)(?:[a-z]{2,8}://)?([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]{1,5})?(?:/[^@]*)?");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private Wiring() {}

    /** @return the number as drivers name channels, of {@code Kênh 03}, {@code D3}, {@code CH-3}; else as written */
    static String channel(String written) {
        var number = CHANNEL.matcher(written);
        return number.matches() ? number.group(1) : written;
    }

    /** @return the address alone, without scheme, port and path */
    static Optional<String> address(String written, Remarks remarks) {
        var address = v4(written).or(() -> v6(written));
        if (address.isEmpty()) {
            // where a name and password may stand before the address, the cell is not quoted
            var quoted = written.indexOf('@') < 0 ? written : "…@…";
            remarks.add(
                    Severity.WARNING,
                    CameraField.IP_ADDRESS,
                    "ip.shape",
                    Remarks.cell(
                            CameraField.IP_ADDRESS,
                            quoted,
                            "không phải một địa chỉ IP; giá trị không được ghi nhận.",
                            "that is not one IP address; the value was left out."),
                    new Text(
                            "Ghi riêng địa chỉ IP, ví dụ 10.20.30.40; không ghi tên đăng nhập, mật khẩu.",
                            "Write the IP address alone, for example 10.20.30.40; no user name, no password."));
        }
        return address;
    }

    private static Optional<String> v4(String written) {
        var match = V4.matcher(written);
        return match.matches() && Stream.of(match.group(1).split("\\.")).allMatch(part -> Integer.parseInt(part) < 256)
                ? Optional.of(Stream.of(match.group(1).split("\\."))
                        .map(part -> String.valueOf(Integer.parseInt(part)))
                        .reduce((left, right) -> left + "." + right)
                        .orElseThrow())
                : Optional.empty();
    }

    private static Optional<String> v6(String written) {
        if (written.indexOf(':') < 0 || !V6.matcher(written).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(written).getHostAddress()); // with a colon it is never looked up
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
