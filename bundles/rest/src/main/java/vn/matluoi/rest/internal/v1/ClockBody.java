package vn.matluoi.rest.internal.v1;

import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.json.Limit;

/**
 * An order to set a device's clock.
 *
 * @param confirm {@code true}: a person allows it
 */
public record ClockBody(@Limit(required = true, about = "true: a person allows it") Boolean confirm) {

    /** @throws vn.matluoi.api.HubException {@code INVALID} unless a person allows it */
    void check() {
        if (!confirm) {
            throw Values.invalid(
                    "confirm",
                    "clock.confirm",
                    new Text(
                            "Chỉ chỉnh đồng hồ thiết bị khi có người cho phép: gửi “confirm”: true. Thiết bị đang lấy giờ từ máy chủ NTP sẽ thôi lấy.",
                            "A device's clock is only set when a person allows it: send \"confirm\": true. One that follows an NTP server will not any more."));
        }
    }
}
