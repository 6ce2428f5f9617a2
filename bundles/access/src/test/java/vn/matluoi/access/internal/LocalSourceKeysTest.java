package vn.matluoi.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class LocalSourceKeysTest extends OpenAccounts {

    private SourceKeys sourceKeys() {
        return new LocalSourceKeys(store, decisions, audit, clock);
    }

    private Caller byKey(String secret) {
        return accounts.authenticateKey(secret.toCharArray(), "rest", "192.0.2.7");
    }

    @Test
    void aKeyOfASourceSpeaksForThatSourceAndNothingElse() {
        var source = new SourceId("khu-do-thi");
        var made = sourceKeys().add(administrator(), source, "cổng an ninh", 30);
        assertThat(made.toString()).doesNotContain(made.secret());

        var caller = byKey(made.secret());
        assertThat(caller.role()).isEqualTo(Role.AGENCY);
        assertThat(caller.source()).contains(source);
        assertThat(decisions.require(caller, Action.EVENTS_SUBMIT, source)).isEqualTo(Scope.nothing());
        assertThat(decisions.require(caller, Action.IMPORT_SUBMIT, source)).isEqualTo(Scope.nothing());
        for (var action : Action.values()) {
            assertThat(decisions.decide(caller, action).allowed())
                    .as(action.name())
                    .isFalse();
            refused(Reason.FORBIDDEN, "access.role", () -> decisions.require(caller, action));
            refused(
                    Reason.FORBIDDEN,
                    "access.role",
                    () -> decisions.require(caller, action, new SourceId("nguon-khac")));
        }
        refused(Reason.FORBIDDEN, "access.role", () -> decisions.require(caller, Action.EVENTS_READ, source));
        assertThat(accounts.current(caller.account())).isEmpty();
    }

    @Test
    void aKeyThatIsNotGoodIsToldAsAKeyAndNotWhyItIsNotGood() {
        var admin = administrator();
        var key = sourceKeys().add(admin, new SourceId("khu-do-thi"), "a", 1);
        var never = wordsFor("mls_wrong");
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(wordsFor(key.secret())).isEqualTo(never);
        sourceKeys().remove(admin, key.key().id());
        assertThat(wordsFor(key.secret())).isEqualTo(never);
        assertThat(never.vi()).startsWith("Khóa").contains("hub:key-list").doesNotContain("mật khẩu");
    }

    private Text wordsFor(String key) {
        return catchThrowableOfType(HubException.class, () -> byKey(key)).text();
    }

    @Test
    void aKeyOfASourceEndsWhenItsTimeIsUpOrItIsRemoved() {
        var admin = administrator();
        var source = new SourceId("khu-do-thi");
        var short1 = sourceKeys().add(admin, source, "a", 1);
        var long1 = sourceKeys().add(admin, source, "b", 30);
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        refused(Reason.UNAUTHENTICATED, "key.unknown", () -> byKey(short1.secret()));

        assertThat(byKey(long1.secret()).source()).contains(source);
        sourceKeys().remove(admin, long1.key().id());
        refused(Reason.UNAUTHENTICATED, "key.unknown", () -> byKey(long1.secret()));
        refused(Reason.NOT_FOUND, "key.unknown", () -> sourceKeys()
                .remove(admin, long1.key().id()));
    }

    @Test
    void keysOfSourcesAreListedWithTheirLastUseAndWithoutTheKeys() {
        var admin = administrator();
        var made = sourceKeys().add(admin, new SourceId("khu-do-thi"), "cổng an ninh", 30);
        sourceKeys().add(admin, new SourceId("nguon-khac"), "khác", 30);
        assertThat(sourceKeys().list(Optional.of(made.key().source())))
                .singleElement()
                .isEqualTo(made.key());
        byKey(made.secret());
        assertThat(sourceKeys().list(Optional.of(made.key().source())).get(0).lastUsed())
                .isPresent();
        assertThat(sourceKeys().list(Optional.empty())).hasSize(2);
        assertThat(sourceKeys().list(Optional.empty()).toString()).doesNotContain(made.secret());
        assertThat(audit.toString()).doesNotContain(made.secret());
    }

    @Test
    void onlyWhoMayChangeAccountsMakesKeysOfSourcesAndNoneWithoutEnd() {
        var admin = administrator();
        var source = new SourceId("khu-do-thi");
        var viewer = new Caller("lan", Role.VIEWER, Set.of(new AreaCode("80")), false);
        refused(Reason.FORBIDDEN, "access.role", () -> sourceKeys().add(viewer, source, "a", 30));
        refused(Reason.FORBIDDEN, "access.role", () -> sourceKeys().remove(viewer, "x"));
        refused(Reason.INVALID, "key.days", () -> sourceKeys().add(admin, source, "a", 0));
        refused(Reason.INVALID, "key.days", () -> sourceKeys().add(admin, source, "a", 10_000));
        refused(Reason.INVALID, "key.label", () -> sourceKeys().add(admin, source, " ", 30));
        for (var n = 0; n < SourceKeys.MOST_KEYS; n++) {
            sourceKeys().add(admin, source, "a", 30);
        }
        refused(Reason.CONFLICT, "key.many", () -> sourceKeys().add(admin, source, "a", 30));
    }
}
