package vn.matluoi.access.internal;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.registry.Areas;

/**
 * Decides by role: an administrator does everything everywhere (R3.1), a viewer looks at the catalogue, its changes and
 * the pictures of its area subtrees (R3.3), and changes nothing; an operator does so too, and moves the cameras there and plays
 * their recordings (R3.4). Whoever still has a one-time password may do nothing but change it. Every refusal by
 * {@code require} is recorded.
 */
@Component
public final class RoleDecisions implements AccessDecisions {

    private static final Logger LOG = LoggerFactory.getLogger(RoleDecisions.class);

    private static final Set<Action> VIEWING = EnumSet.of(
            Action.CATALOGUE_READ, Action.CHANGES_READ, Action.EVENTS_READ, Action.LIVE_VIEW, Action.SNAPSHOT_VIEW);

    private static final Set<Action> OPERATING = EnumSet.of(Action.PTZ, Action.PLAYBACK);

    /** What whoever has a key of a source may do for it. */
    private static final Set<Action> SPEAKING = EnumSet.of(Action.EVENTS_SUBMIT, Action.IMPORT_SUBMIT);

    private final Areas areas;
    private final AuditLog audit;

    @Activate
    public RoleDecisions(@Reference Areas areas, @Reference AuditLog audit) {
        this.areas = areas;
        this.audit = audit;
    }

    @Override
    public Decision decide(Caller caller, Action action) {
        if (caller.mustChangePassword()) {
            return refused(new Text(
                    "Hãy đổi mật khẩu dùng một lần trước khi làm việc khác (R3.8).",
                    "Change the one-time password before anything else (R3.8)."));
        }
        if (caller.role() == Role.ADMINISTRATOR) {
            return new Decision(
                    true,
                    Scope.all(),
                    new Text(
                            "Vai trò quản trị: đơn vị quản lý hệ thống trung tâm thực hiện mọi chức năng với mọi camera (R3.1).",
                            "Role administrator: the unit managing the central system has every function for every camera"
                                    + " (R3.1)."));
        }
        if (caller.role() == Role.AGENCY) {
            return refused(new Text(
                    "Khóa này chỉ gửi được sự kiện và danh sách camera của nguồn %s (R3.8)."
                            .formatted(caller.source().map(SourceId::value).orElse("")),
                    "This key only hands in events and lists of cameras of the source %s (R3.8)."
                            .formatted(caller.source().map(SourceId::value).orElse(""))));
        }
        var operator = caller.role() == Role.OPERATOR;
        if (OPERATING.contains(action) && !operator) {
            return refused(new Text(
                    "Điều khiển camera và xem lại bản ghi cần vai trò vận hành (R3.4, R4.2), do người đứng đầu đơn vị cấp"
                            + " (R3.8).",
                    "Moving cameras and playing recordings need the role operator (R3.4, R4.2), given by the head of the unit"
                            + " (R3.8)."));
        }
        if (!VIEWING.contains(action) && !OPERATING.contains(action)) {
            return refused(new Text(
                    "Vai trò này chỉ làm việc với hình ảnh của camera thuộc địa bàn của mình (R3.3, R3.4); việc này cần vai trò"
                            + " quản trị, do người đứng đầu đơn vị cấp (R3.8).",
                    "This role only works with the pictures of the cameras of its own area (R3.3, R3.4); this needs the role"
                            + " administrator, given by the head of the unit (R3.8)."));
        }
        if (caller.areas().isEmpty()) {
            return refused(new Text(
                    "Tài khoản này chưa được giao địa bàn nào (R3.3).", "This account has been given no area (R3.3)."));
        }
        var where = caller.areas().stream().sorted().map(AreaCode::value).collect(Collectors.joining(", "));
        return new Decision(true, Scope.of(caller.areas()), operator ? operates(where) : watches(where));
    }

    private static Text watches(String where) {
        return new Text(
                "Vai trò người xem trong địa bàn " + where
                        + ": trung tâm điều hành địa phương theo dõi camera của địa bàn mình (R3.3).",
                "Role viewer within area " + where
                        + ": a local operation centre watches the cameras of its area (R3.3).");
    }

    private static Text operates(String where) {
        return new Text(
                "Vai trò vận hành trong địa bàn " + where
                        + ": xem, điều khiển và tra cứu camera của địa bàn mình (R3.3, R3.4).",
                "Role operator within area " + where
                        + ": watches, moves and searches the cameras of its area (R3.3, R3.4).");
    }

    @Override
    public Scope require(Caller caller, Action action) {
        var decision = decide(caller, action);
        if (!decision.allowed()) {
            record(caller, action, Map.of("basis", decision.basis().en()));
            throw new HubException(
                    HubException.Reason.FORBIDDEN,
                    caller.mustChangePassword() ? "access.password-must-change" : "access.role",
                    decision.basis());
        }
        return decision.scope();
    }

    @Override
    public void require(Caller caller, Action action, AreaCode area) {
        var scope = require(caller, action);
        if (!scope.everything() && scope.areas().stream().noneMatch(root -> areas.within(area, root))) {
            record(caller, action, Map.of("area", area.value(), "basis", "outside the caller's areas (R3.3, R3.7)"));
            throw new HubException(
                    HubException.Reason.NOT_FOUND,
                    "access.area",
                    new Text(
                            "Không có đối tượng này trong phạm vi của bạn.",
                            "There is no such thing within your scope."));
        }
    }

    @Override
    public Scope require(Caller caller, Action action, SourceId source) {
        return SPEAKING.contains(action)
                        && caller.source().filter(source::equals).isPresent()
                ? Scope.nothing()
                : require(caller, action);
    }

    private static Decision refused(Text basis) {
        return new Decision(false, Scope.nothing(), basis);
    }

    private void record(Caller caller, Action action, Map<String, String> details) {
        try {
            audit.append(AuditRecord.of(
                    caller.account(), "access", "access.refused", action.name(), AuditRecord.Outcome.REFUSED, details));
        } catch (HubException unwritable) {
            // the refusal stands whether or not it can be recorded
            LOG.error("A refusal to {} could not be recorded", caller.account(), unwritable);
        }
    }
}
