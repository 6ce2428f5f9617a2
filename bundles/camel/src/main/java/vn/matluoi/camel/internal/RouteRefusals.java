package vn.matluoi.camel.internal;

import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/** The sentences with which the hub declines to change a route. */
final class RouteRefusals {

    private RouteRefusals() {}

    static HubException unknown(String name) {
        return new HubException(
                Reason.NOT_FOUND,
                "route.unknown",
                new Text("không có tuyến %s".formatted(name), "there is no route %s".formatted(name)));
    }

    static HubException invalid(RouteSettings wanted, List<FieldError> errors) {
        return new HubException(Reason.INVALID, "route.invalid", RouteJudge.sentence(wanted.where(), errors), errors);
    }

    /** @param why what is wrong with its file */
    static HubException ofFile(Text why) {
        return new HubException(Reason.INVALID, "route.invalid", why);
    }

    static HubException notStarted(RouteSettings wanted, RouteFailure failure) {
        return new HubException(
                Reason.INVALID,
                "route.not-started",
                new Text(
                        "tuyến %s không khởi động được với các tham số này: %s"
                                .formatted(wanted.name(), failure.getMessage()),
                        "route %s does not start with these parameters: %s"
                                .formatted(wanted.name(), failure.getMessage())));
    }

    /** @param failure why the template cannot be used; empty if its check is not there yet */
    static HubException templateNotReady(String template, Optional<Text> failure) {
        return new HubException(
                Reason.UNAVAILABLE,
                "route.template-broken",
                new Text(
                        "mẫu tuyến %s chưa dùng được: %s"
                                .formatted(template, failure.map(Text::vi).orElse("đang khởi động; hãy thử lại sau")),
                        "route template %s cannot be used: %s"
                                .formatted(template, failure.map(Text::en).orElse("it is starting; try again later"))));
    }

    static HubException ownedByFile(String name, String file) {
        return new HubException(
                Reason.CONFLICT,
                "route.owned-by-file",
                new Text(
                        "tuyến %s do tệp etc/%s quản lý; hãy sửa hoặc xóa tệp đó".formatted(name, file),
                        "route %s belongs to the file etc/%s; change or delete that file".formatted(name, file)));
    }

    /** @param file the file whose route has that name; empty if people entered it */
    static HubException taken(String name, Optional<String> file) {
        return new HubException(
                Reason.CONFLICT,
                "route.exists",
                file.map(owner -> new Text(
                                "tên %s đã thuộc về một tuyến do tệp etc/%s quản lý; hãy chọn tên khác, hoặc xóa tệp đó trước"
                                        .formatted(name, owner),
                                "the name %s is taken by a route of the file etc/%s; choose another name, or delete that file first"
                                        .formatted(name, owner)))
                        .orElseGet(() -> enteredByHand(name).message()));
    }

    static FieldError enteredByHand(String name) {
        return new FieldError(
                "name",
                "route.exists",
                new Text(
                        "tên %s đã thuộc về một tuyến nhập bằng tay; hãy chọn tên khác, hoặc xóa tuyến đó trước"
                                .formatted(name),
                        "the name %s is taken by a route entered by hand; choose another name, or remove that route first"
                                .formatted(name)));
    }
}
