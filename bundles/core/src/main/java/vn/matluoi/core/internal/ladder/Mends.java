package vn.matluoi.core.internal.ladder;

import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;

/** What to change, on the device or in the settings, for each way a rung can fail. */
public final class Mends {

    static final Text NAME = new Text(
            "kiểm tra tên máy trong địa chỉ, hoặc dùng địa chỉ IP", "check the host name, or use the IP address");
    static final Text NETWORK = new Text(
            "thêm mạng và cổng này vào etc/vn.matluoi.devices.cfg nếu thiết bị đúng là ở đó",
            "add this network and port to etc/vn.matluoi.devices.cfg if the device really is there");
    static final Text TCP = new Text(
            "kiểm tra nguồn điện, dây mạng, cổng của thiết bị và luật chuyển tiếp cổng trên bộ định tuyến",
            "check power, cable, the device's port and the port forwarding of the router");
    static final Text TLS = new Text(
            "dùng http, hoặc bật HTTPS trên thiết bị và dùng cổng HTTPS của nó",
            "use http, or switch on HTTPS on the device and use its HTTPS port");
    static final Text CERTIFICATE = new Text(
            "kiểm tra vì sao chứng chỉ thay đổi; nếu đúng, chấp nhận dấu vân tay mới",
            "find out why the certificate changed; if that is right, accept the new fingerprint");
    static final Text PROTOCOL = new Text(
            "kiểm tra đúng hãng (driver), và cổng là cổng HTTP (với driver rtsp là cổng RTSP), không phải cổng SDK của hãng",
            "check the family (driver), and that the port is the HTTP port (with the driver rtsp, the RTSP port), not the vendor's SDK");
    static final Text BUSY = new Text(
            "đóng bớt phần mềm đang kết nối tới thiết bị, rồi thử lại",
            "close other software connected to it, then try again");
    static final Text IDENTITY = new Text(
            "địa chỉ hoặc cổng chuyển tiếp đang trỏ tới thiết bị khác; hãy sửa, hoặc lưu lại nguồn nếu thiết bị đã được thay",
            "address or port forwarding leads to another device; mend it, or save the source again if the device was replaced");
    static final Text CHANNEL = new Text(
            "sửa tùy chọn channel của nguồn, hoặc bỏ nó để lấy mọi kênh",
            "mend the source's option channel, or leave it out to take every channel");
    static final Text RTSP = new Text(
            "mở cổng RTSP trên thiết bị và bộ định tuyến, hoặc đặt rtsp.port cho đúng",
            "open the RTSP port on device and router, or set rtsp.port");

    private static final Text CREDENTIALS = new Text(
            "kiểm tra tên đăng nhập và mật khẩu; hệ thống không thử lại để thiết bị không khóa tài khoản",
            "check user name and password; the hub does not try again, so that the device does not lock the account");
    private static final Text LOCKED = new Text(
            "chờ thiết bị tự mở khóa hoặc mở khóa trên thiết bị, rồi thử lại với mật khẩu đúng",
            "wait until the device unlocks, or unlock it there, then try again with the right password");
    private static final Text RIGHTS = new Text(
            "cấp cho tài khoản quyền xem cấu hình và xem trực tiếp từ xa trên thiết bị",
            "give the account the rights for remote configuration and live view on the device");
    private static final Text AGAIN = new Text(
            "thử lại; nếu vẫn lỗi, kiểm tra đường truyền và tải của thiết bị: nó có 5 giây để bắt đầu trả lời và timeout.ms cho cả lần hỏi",
            "try again; if it still fails, check the line and what the device is busy with: it has 5 s to begin its answer, and timeout.ms for all of it");
    private static final Text FIRMWARE = new Text(
            "ghi lại model và phiên bản phần mềm của thiết bị và báo cho tác giả trình điều khiển",
            "note model and firmware of the device and tell the driver's author");

    private Mends() {}

    static Text login(Refused refused) {
        return switch (refused.why()) {
            case LOCKED -> LOCKED;
            case RIGHTS -> RIGHTS;
            case NETWORK -> NETWORK;
            case CERTIFICATE -> CERTIFICATE;
            case WRONG_DEVICE -> IDENTITY;
            case CREDENTIALS -> CREDENTIALS;
        };
    }

    static Text of(DeviceException e) {
        if (e instanceof Refused refused) {
            return login(refused);
        }
        if (e instanceof DeviceException.Busy) {
            return BUSY;
        }
        return e instanceof DeviceException.Unreachable ? AGAIN : FIRMWARE;
    }

    /** @return a plug-in's bug, as what it is to the one who asked */
    public static DeviceException.Garbled driverFault(Throwable cause) {
        var kind = cause.getClass().getSimpleName();
        return new DeviceException.Garbled(
                new Text(
                        "trình điều khiển gặp lỗi của chính nó (%s); hãy báo cho tác giả trình điều khiển"
                                .formatted(kind),
                        "the driver failed by a fault of its own (%s); tell its author".formatted(kind)),
                cause);
    }
}
