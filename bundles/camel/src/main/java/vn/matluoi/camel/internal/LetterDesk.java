package vn.matluoi.camel.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Page;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.DeadLetterReplay;
import vn.matluoi.api.route.RouteCheck;

/** What people do with letters. Apart from what keeps them, since what hands them in again needs the routes, and those need that. */
@Component
public final class LetterDesk implements DeadLetterDesk {

    private static final int LONGEST_PAGE = 200;

    private final KeptLetters letters;
    private final ConfiguredRoutes routes;
    private final AuditLog audit;
    private final Map<String, DeadLetterReplay> replays = new ConcurrentHashMap<>();
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    @Activate
    public LetterDesk(@Reference KeptLetters letters, @Reference ConfiguredRoutes routes, @Reference AuditLog audit) {
        this.letters = letters;
        this.routes = routes;
        this.audit = audit;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addReplay(DeadLetterReplay replay, Map<String, Object> properties) {
        replays.put(String.valueOf(properties.get(RouteCheck.TEMPLATE)), replay);
    }

    void removeReplay(DeadLetterReplay replay, Map<String, Object> properties) {
        replays.remove(String.valueOf(properties.get(RouteCheck.TEMPLATE)), replay);
    }

    @Override
    public Page<DeadLetter> list(String routeName, int limit, Optional<String> cursor) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw invalid("limit", "limit.range", new Text("limit từ 1 đến 200", "limit is 1 to 200"));
        }
        var found =
                letters.store().list(routeName, cursor.map(LetterDesk::number).orElse(Long.MAX_VALUE), limit);
        var items = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next = found.size() > limit
                ? Optional.of(Long.toString(items.get(limit - 1).id()))
                : Optional.empty();
        return new Page<>(items, next, letters.store().count(routeName));
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw invalid(
                    "cursor", "cursor.unknown", new Text("con trỏ trang không đúng", "that is no cursor of this list"));
        }
    }

    @Override
    public Optional<DeadLetter> find(String routeName, long id) {
        return letters.store().find(routeName, id);
    }

    @Override
    public byte[] raw(Caller by, String routeName, long id) {
        var letter = present(routeName, id);
        return audit.recorded(record(by, "route.letter-read", letter), () -> bytes(letter));
    }

    @Override
    public Optional<Text> replay(Caller by, String routeName, long id) {
        if (!underWay.add(id)) {
            throw new HubException(
                    Reason.CONFLICT,
                    "letter.under-way",
                    new Text(
                            "bản tin %d đang được nhận lại; hãy chờ".formatted(id),
                            "letter %d is being handed in already; wait".formatted(id)));
        }
        try {
            var letter = present(routeName, id);
            var replay = replayOf(letter);
            return audit.recorded(record(by, "route.letter-replay", letter), () -> handIn(replay, letter));
        } finally {
            underWay.remove(id);
        }
    }

    private Optional<Text> handIn(DeadLetterReplay replay, DeadLetter letter) {
        var raw = bytes(letter);
        try {
            var remark = replay.replay(letter.route(), letter, raw);
            letters.store().remove(letter.id());
            return remark;
        } catch (HubException e) {
            if (e.reason() == Reason.INVALID) {
                // the next attempt is another delivery: this one was taken note of, and would be answered with the same
                letters.refused(letter.id(), e.rule(), e.text());
            }
            throw e;
        }
    }

    private DeadLetterReplay replayOf(DeadLetter letter) {
        var template = routes.templateOfRunning(letter.route())
                .orElseThrow(() -> new HubException(
                        Reason.CONFLICT,
                        "letter.route-stopped",
                        new Text(
                                "tuyến %s không chạy; hãy chạy tuyến trước, rồi nhận lại".formatted(letter.route()),
                                "route %s does not run; start it first, then hand the letter in again"
                                        .formatted(letter.route()))));
        var replay = replays.get(template);
        if (replay == null || !letter.whole()) {
            throw new HubException(
                    Reason.UNSUPPORTED,
                    "letter.not-replayable",
                    letter.whole()
                            ? new Text(
                                    "mẫu tuyến %s không nhận lại bản tin".formatted(template),
                                    "template %s takes no letters again".formatted(template))
                            : new Text(
                                    "bản tin %d quá lớn nên chỉ giữ phần đầu; hãy xin nơi gửi gửi lại"
                                            .formatted(letter.id()),
                                    "letter %d is too large and only its beginning is kept; ask the sender for it"
                                            .formatted(letter.id())));
        }
        return replay;
    }

    @Override
    public void drop(Caller by, String routeName, long id) {
        var letter = present(routeName, id);
        audit.recorded(
                record(by, "route.letter-drop", letter), () -> letters.store().remove(id));
    }

    @Override
    public Map<String, Count> counts() {
        return letters.counts();
    }

    private byte[] bytes(DeadLetter letter) {
        return KeptLetters.unpack(
                letters.store().packed(letter.id()).orElseThrow(() -> unknown(letter.route(), letter.id())));
    }

    private DeadLetter present(String routeName, long id) {
        return find(routeName, id).orElseThrow(() -> unknown(routeName, id));
    }

    private static HubException unknown(String routeName, long id) {
        return new HubException(
                Reason.NOT_FOUND,
                "letter.unknown",
                new Text(
                        "tuyến %s không có bản tin chưa nhận số %d".formatted(routeName, id),
                        "route %s has no dead letter %d".formatted(routeName, id)));
    }

    private static HubException invalid(String field, String rule, Text text) {
        return new HubException(Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }

    private static AuditRecord record(Caller by, String action, DeadLetter letter) {
        return AuditRecord.of(
                by.account(),
                "route",
                action,
                letter.route(),
                AuditRecord.Outcome.DONE,
                Map.of("letter", Long.toString(letter.id()), "rule", letter.rule()));
    }
}
