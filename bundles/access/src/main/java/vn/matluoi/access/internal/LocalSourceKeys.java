package vn.matluoi.access.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** Keys of sources. What a change needs recorded is recorded before it is done. Any thread. */
@Component
public final class LocalSourceKeys implements SourceKeys {

    private static final int LONGEST_LABEL = 100;

    private final SourceKeyStore store;
    private final AccessDecisions decisions;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Activate
    public LocalSourceKeys(
            @Reference AccountStore store, @Reference AccessDecisions decisions, @Reference AuditLog audit) {
        this(store, decisions, audit, Clock.systemUTC());
    }

    LocalSourceKeys(AccountStore store, AccessDecisions decisions, AuditLog audit, Clock clock) {
        this.store = new SourceKeyStore(store);
        this.decisions = decisions;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<SourceKey> list(Optional<SourceId> source) {
        return store.list(source);
    }

    @Override
    public NewKey add(Caller by, SourceId source, String label, int days) {
        decisions.require(by, Action.ACCOUNT_CHANGE);
        var shown = label.strip();
        if (shown.isEmpty() || shown.length() > LONGEST_LABEL) {
            throw invalid(
                    "label",
                    "key.label",
                    new Text("Nhãn của khóa có 1 đến 100 ký tự.", "A key's label has 1 to 100 characters."));
        }
        if (days < 1 || days > MOST_DAYS) {
            throw invalid(
                    "days",
                    "key.days",
                    new Text(
                            "Khóa có hạn từ 1 đến %d ngày.".formatted(MOST_DAYS),
                            "A key is good for 1 to %d days.".formatted(MOST_DAYS)));
        }
        if (store.list(Optional.of(source)).size() >= MOST_KEYS) {
            throw new HubException(
                    Reason.CONFLICT,
                    "key.many",
                    new Text(
                            "Nguồn %s đã có %d khóa. Hãy bỏ khóa không dùng nữa (hub:key-list, hub:key-remove)."
                                    .formatted(source, MOST_KEYS),
                            "The source %s has %d keys. Remove those that are not used (hub:key-list, hub:key-remove)."
                                    .formatted(source, MOST_KEYS)));
        }
        var secret = "mls_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
        var now = clock.instant();
        var key = new SourceKey(
                HexFormat.of().formatHex(bytes(6)),
                source,
                shown,
                now,
                by.account(),
                now.plus(Duration.ofDays(days)),
                Optional.empty());
        audit.recorded(
                record(
                        by,
                        "key.add",
                        key,
                        Map.of("label", shown, "expires", key.expires().toString())),
                () -> {
                    store.add(key, TokenHash.of(secret));
                    return key;
                });
        return new NewKey(key, secret);
    }

    @Override
    public void remove(Caller by, String id) {
        decisions.require(by, Action.ACCOUNT_CHANGE);
        var key = store.list(Optional.empty()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        Reason.NOT_FOUND, "key.unknown", new Text("Không có khóa này.", "There is no such key.")));
        audit.recorded(record(by, "key.remove", key, Map.of("label", key.label())), () -> store.remove(id));
    }

    private static AuditRecord record(Caller by, String action, SourceKey key, Map<String, String> details) {
        var all = new java.util.TreeMap<>(details);
        all.put("key", key.id());
        return AuditRecord.of(by.account(), "access", action, key.source().value(), AuditRecord.Outcome.DONE, all);
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static HubException invalid(String field, String rule, Text text) {
        return new HubException(Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }
}
