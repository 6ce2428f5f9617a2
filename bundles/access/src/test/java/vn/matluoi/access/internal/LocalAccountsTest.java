package vn.matluoi.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class LocalAccountsTest extends OpenAccounts {

    @Test
    void theFirstAdministratorMayOnlyChangeThePassword() {
        var first = logIn("admin", FIRST);

        assertThat(first.mustChangePassword()).isTrue();
        for (var action : Action.values()) {
            assertThat(decisions.decide(first, action).allowed()).isFalse();
        }
        accounts.changePassword(first, "admin", FIRST.toCharArray(), OWN.toCharArray());

        assertThat(file).doesNotExist();
        assertThat(logIn("Admin ", OWN).mustChangePassword()).isFalse();
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));
    }

    @Test
    void theOneTimePasswordIsWorthlessAfterADay() throws IOException {
        nanos.addAndGet(Duration.ofHours(24).toNanos());
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));

        accounts = open();
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));

        var newer = "ZpQ0mYc81rT5vNwA2uXk7g";
        Files.writeString(file, newer);
        accounts = open();
        assertThat(logIn("admin", newer).mustChangePassword()).isTrue();
    }

    /** A database that is ended amid a reading may answer that there is nothing more, and says nothing of the rest. */
    @Test
    void anAccountReadWithoutItsAreasIsNotReadAtAll() throws SQLException {
        accounts.create(administrator(), "lan", OTHER.toCharArray(), Role.VIEWER, Set.of(new AreaCode("80")));
        try (var connection = DATABASES.get(engine).getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM access_account_area");
        }
        refused(Reason.UNAVAILABLE, "access.unavailable", () -> logIn("lan", OTHER));
    }

    @Test
    void aClockSetBackLengthensNoOneTimePassword() {
        jumped.set(-Duration.ofDays(3652).toSeconds());
        nanos.addAndGet(Duration.ofHours(23).toNanos());
        assertThat(logIn("admin", FIRST).mustChangePassword()).isTrue();

        nanos.addAndGet(Duration.ofHours(1).toNanos());
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));
    }

    @Test
    void aRestartAfterTheClockWasSetBackLeavesAOneTimePasswordADay() {
        jumped.set(-Duration.ofDays(3652).toSeconds());
        accounts = open();
        nanos.addAndGet(Duration.ofHours(24).toNanos());

        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));
    }

    @Test
    void aClockSetBackLengthensNoOneTimePasswordOfAnotherAccount() {
        var admin = administrator();
        accounts.create(admin, "lan", OTHER.toCharArray(), Role.VIEWER, Set.of(new AreaCode("80")));
        jumped.set(-Duration.ofHours(1).toSeconds());
        nanos.addAndGet(Duration.ofHours(24).toNanos());

        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("lan", OTHER));
    }

    @Test
    void aClockSetForwardAndBackLengthensNoOneTimePassword() {
        jumped.set(Duration.ofDays(30).toSeconds());
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));
        jumped.set(0);
        assertThat(logIn("admin", FIRST).mustChangePassword()).isTrue();
        nanos.addAndGet(Duration.ofHours(24).toNanos());
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", FIRST));
    }

    @Test
    void aFileCannotReplaceAPasswordOfOnesOwn() throws IOException {
        administrator();
        Files.writeString(file, "ZpQ0mYc81rT5vNwA2uXk7g");
        accounts = open();

        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", "ZpQ0mYc81rT5vNwA2uXk7g"));
        assertThat(logIn("admin", OWN).role()).isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void aShortOneTimePasswordIsNotUsed() throws IOException, SQLException {
        var empty = new AccountStore(emptied());
        for (var weak : new String[] {"admin", "karaf", "12345", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""}) {
            Files.writeString(file, weak);
            new LocalAccounts(empty, decisions, areas, audit, clock, nanos::get, file);
            assertThat(empty.all()).isEmpty();
        }
    }

    @Test
    void everyLogInIsRecordedButNotWhatMayBeAPassword() {
        logIn("admin", FIRST);
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", "wrong"));
        refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("my secret phrase", "admin"));

        assertThat(audit.lines())
                .containsExactly(
                        "system account.create admin DONE",
                        "admin session.open admin DONE",
                        "anonymous session.open admin REFUSED",
                        "anonymous session.open  REFUSED");
        assertThat(audit.records.toString()).doesNotContain("secret").doesNotContain(FIRST);
    }

    @Test
    void guessingIsSlowedAndThenForgiven() {
        for (var i = 0; i < 5; i++) {
            refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", "wrong"));
        }
        refused(Reason.BUSY, "session.throttled", () -> logIn("admin", FIRST));
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThatThrownBy(() -> logIn("admin", FIRST))
                .isInstanceOfSatisfying(
                        HubException.Later.class,
                        later -> assertThat(later.text().vi()).contains("sau " + later.seconds() + " giây"));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(logIn("admin", FIRST).account()).isEqualTo("admin");
    }

    @Test
    void guessingManyAccountsFromOneAddressIsSlowedToo() {
        for (var i = 0; i < 30; i++) {
            var name = "guess" + i;
            refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn(name, "wrong"));
        }
        refused(Reason.BUSY, "session.throttled", () -> logIn("another", "wrong"));
    }

    @Test
    void ofTriesThatComeTooSoonTheFirstIsRecordedAndTheRestCounted() {
        for (var i = 0; i < 5; i++) {
            refused(Reason.UNAUTHENTICATED, "session.credentials", () -> logIn("admin", "wrong"));
        }
        audit.records.clear();
        for (var i = 0; i < 20; i++) {
            refused(Reason.BUSY, "session.throttled", () -> logIn("admin", "wrong"));
        }
        assertThat(audit.records).singleElement().satisfies(record -> assertThat(record.details())
                .containsEntry("because", "session.throttled"));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        logIn("admin", FIRST);
        assertThat(audit.records).hasSize(2);
        assertThat(Integer.parseInt(audit.records.get(1).details().get("turnedAway")))
                .isEqualTo(20);
    }

    @Test
    void guessedKeysThatComeTooSoonAreRecordedAndCountedAsWell() {
        guessKeys(30, Reason.UNAUTHENTICATED);
        audit.records.clear();
        guessKeys(20, Reason.BUSY);
        assertThat(audit.lines()).containsExactly("anonymous session.key  REFUSED");
        assertThat(audit.records.get(0).details()).containsEntry("because", "session.throttled");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        guessKeys(1, Reason.UNAUTHENTICATED);
        assertThat(audit.records.get(1).details()).containsEntry("turnedAway", "20");
    }

    @Test
    void whatAnAddressCountedIsRecordedThoughTheAccountTurnsAway() {
        guessKeys(30, Reason.UNAUTHENTICATED);
        guessKeys(20, Reason.BUSY);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        for (var i = 0; i < 5; i++) {
            notProved(Reason.UNAUTHENTICATED, () -> accounts.authenticate("admin", new char[1], "rest", "192.0.2.8"));
        }
        notProved(Reason.BUSY, () -> accounts.authenticate("admin", new char[1], "rest", "192.0.2.8"));
        audit.records.clear();
        refused(Reason.BUSY, "session.throttled", () -> logIn("admin", "wrong"));
        assertThat(audit.records.get(0).details()).containsEntry("turnedAway", "20");
    }

    private void guessKeys(int times, Reason reason) {
        for (var i = 0; i < times; i++) {
            refused(
                    reason,
                    reason == Reason.BUSY ? "session.throttled" : "key.unknown",
                    () -> accounts.authenticateKey("mlk_wrong".toCharArray(), "rest", "192.0.2.7"));
        }
    }

    private static void notProved(Reason reason, ThrowingCallable attempt) {
        refused(reason, reason == Reason.BUSY ? "session.throttled" : "session.credentials", attempt);
    }

    @Test
    void aViewerSeesItsAreasAndChangesNothing() {
        var admin = administrator();
        accounts.create(admin, "lan", OTHER.toCharArray(), Role.VIEWER, Set.of(new AreaCode("80")));
        var first = logIn("lan", OTHER);
        assertThat(first.mustChangePassword()).isTrue();
        accounts.changePassword(first, "lan", OTHER.toCharArray(), OWN.toCharArray());
        var lan = logIn("lan", OWN);

        assertThat(decisions.require(lan, Action.CATALOGUE_READ).areas()).containsExactly(new AreaCode("80"));
        decisions.require(lan, Action.LIVE_VIEW, new AreaCode("80001"));
        refused(Reason.NOT_FOUND, "access.area", () -> decisions.require(lan, Action.LIVE_VIEW, new AreaCode("01001")));
        refused(Reason.FORBIDDEN, "access.role", () -> decisions.require(lan, Action.SOURCE_READ));
        refused(
                Reason.FORBIDDEN,
                "access.role",
                () -> accounts.create(lan, "mai", OTHER.toCharArray(), Role.VIEWER, Set.of(new AreaCode("80"))));
        assertThat(decisions.decide(lan, Action.SOURCE_READ).basis().vi()).contains("R3.3");
        assertThat(audit.lines())
                .contains("lan access.refused LIVE_VIEW REFUSED", "lan access.refused SOURCE_READ REFUSED");
    }

    @Test
    void anOperatorMovesTheCamerasOfItsAreasAndPlaysTheirRecordingsAndAViewerDoesNot() {
        var area = new AreaCode("80001");
        var hoa = new Caller("hoa", Role.OPERATOR, Set.of(new AreaCode("80")), false);
        var lan = new Caller("lan", Role.VIEWER, Set.of(new AreaCode("80")), false);
        for (var action : Set.of(Action.PTZ, Action.PLAYBACK)) {
            decisions.require(hoa, action, area);
            refused(Reason.NOT_FOUND, "access.area", () -> decisions.require(hoa, action, new AreaCode("01001")));
            refused(Reason.FORBIDDEN, "access.role", () -> decisions.require(lan, action, area));
            assertThat(decisions.decide(lan, action).basis().vi()).contains("R3.4");
        }
        decisions.require(hoa, Action.LIVE_VIEW, area);
        refused(Reason.FORBIDDEN, "access.role", () -> decisions.require(hoa, Action.SOURCE_READ));
        refused(
                Reason.FORBIDDEN,
                "access.role",
                () -> decisions.require(new Caller("x", Role.OPERATOR, Set.of(), false), Action.PTZ));
    }

    @Test
    void anOperatorNeedsAnArea() {
        var admin = administrator();
        refused(
                Reason.INVALID,
                "account.areas",
                () -> accounts.create(admin, "hoa", OTHER.toCharArray(), Role.OPERATOR, Set.of()));
        accounts.create(admin, "hoa", OTHER.toCharArray(), Role.OPERATOR, Set.of(new AreaCode("80")));
        assertThat(logIn("hoa", OTHER).role()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void namesWhatIsWrongWithANewAccount() {
        var admin = administrator();
        assertThatThrownBy(() -> accounts.create(
                        admin, "Lan Nguyễn", "12345".toCharArray(), Role.VIEWER, Set.of(new AreaCode("99999"))))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.errors())
                        .extracting(HubException.FieldError::rule)
                        .containsExactly("account.name", "password.length", "area.unknown"));
        refused(
                Reason.CONFLICT,
                "account.taken",
                () -> accounts.create(admin, "admin", OTHER.toCharArray(), Role.ADMINISTRATOR, Set.of()));
    }

    @Test
    void theLastAdministratorStays() {
        var admin = administrator();
        refused(Reason.CONFLICT, "account.last-administrator", () -> accounts.remove(admin, "admin"));
        accounts.create(admin, "mai", OTHER.toCharArray(), Role.ADMINISTRATOR, Set.of());
        accounts.remove(admin, "admin");
        assertThat(accounts.list()).extracting(Accounts.Account::username).containsExactly("mai");
    }

    @Test
    void ofTwoWhoRemoveEachOtherOneStays() throws Exception {
        var admin = administrator();
        accounts.create(admin, "mai", OTHER.toCharArray(), Role.ADMINISTRATOR, Set.of());
        var removed = meanwhile("DELETE FROM access_account WHERE username = 'mai'", () -> store.remove("admin"));
        assertThat(removed).isFalse();
        assertThat(accounts.list()).extracting(Accounts.Account::username).containsExactly("admin");
    }

    @Test
    void aNameThatWasTakenWhileWeLookedIsTaken() throws Exception {
        var made = meanwhile(
                "INSERT INTO access_account (username, password_hash, role, must_change, stamp, created_at_ms, created_by)"
                        + " VALUES ('mai', 'x', 'ADMINISTRATOR', false, 'x', 0, 'an')",
                () -> store.create("mai", "y", Role.ADMINISTRATOR, Set.of(), Optional.empty(), clock.instant(), "an"));
        assertThat(made).isFalse();
    }

    /** @return what the call came to, begun while another's change was made but not yet committed */
    private boolean meanwhile(String change, Callable<Boolean> call) throws Exception {
        var thread = Executors.newSingleThreadExecutor();
        try (var other = DATABASES.get(engine).getConnection()) {
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.executeUpdate(change);
            }
            var result = thread.submit(call);
            assertThatThrownBy(() -> result.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            other.commit();
            return result.get(60, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aKeysUseIsRecordedOnceAnHourForEachAddress() {
        var admin = administrator();
        var key = accounts.createKey(admin, "admin", "đồng hồ");
        audit.records.clear();
        for (var origin : new String[] {"192.0.2.7", "192.0.2.7", "192.0.2.8", "192.0.2.7"}) {
            accounts.authenticateKey(key, "rest", origin);
        }
        assertThat(audit.lines()).containsExactly("admin session.key admin DONE", "admin session.key admin DONE");
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        accounts.authenticateKey(key, "rest", "192.0.2.7");
        assertThat(audit.lines()).hasSize(3);
    }

    @Test
    void aKeyProvesAProgramUntilItsAccountIsRemoved() {
        var admin = administrator();
        accounts.create(admin, "bang-tin", OTHER.toCharArray(), Role.VIEWER, Set.of(new AreaCode("80")));
        var key = accounts.createKey(admin, "bang-tin", "bảng tin");

        var caller = accounts.authenticateKey(key, "rest", "192.0.2.7");
        assertThat(caller).isEqualTo(new Caller("bang-tin", Role.VIEWER, Set.of(new AreaCode("80")), false));
        accounts.remove(admin, "bang-tin");
        refused(Reason.UNAUTHENTICATED, "key.unknown", () -> accounts.authenticateKey(key, "rest", "192.0.2.7"));
        assertThat(audit.records.toString()).doesNotContain(new String(key));
    }

    @Test
    void aSessionEndsWithIdlenessAgeAndEveryChangeOfItsAccount() {
        var admin = administrator();
        var idle = sessions.open(admin);
        nanos.addAndGet(Duration.ofMinutes(15).toNanos() + 1);
        assertThat(sessions.find(idle)).isEmpty();

        var used = sessions.open(admin);
        for (var quarter = 0; quarter < 32; quarter++) {
            nanos.addAndGet(Duration.ofMinutes(15).toNanos());
            assertThat(sessions.find(used)).contains(admin);
        }
        nanos.addAndGet(1);
        assertThat(sessions.find(used)).isEmpty();

        var watched = sessions.open(admin);
        nanos.addAndGet(Duration.ofMinutes(15).toNanos());
        assertThat(sessions.look(watched)).as("looking is no use of it").contains(admin);
        nanos.addAndGet(1);
        assertThat(sessions.look(watched)).isEmpty();

        var changed = sessions.open(admin);
        accounts.changePassword(admin, "admin", OWN.toCharArray(), OTHER.toCharArray());
        assertThat(sessions.find(changed)).isEmpty();

        var closed = sessions.open(admin);
        sessions.close(closed);
        assertThat(sessions.find(closed)).isEmpty();
        assertThat(sessions.find("no such token")).isEmpty();
    }

    @Test
    void theSameLettersTypedApartAreTheSamePassword() {
        administrator();
        var apart = java.text.Normalizer.normalize(OWN, java.text.Normalizer.Form.NFD);
        assertThat(apart).isNotEqualTo(OWN);
        assertThat(logIn("admin", apart).account()).isEqualTo("admin");
    }
}
