package vn.matluoi.access.internal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.registry.Areas;

/**
 * The hub's own accounts. A password that another than its owner chose is good for 24 hours and only to be changed.
 * What a change needs recorded is recorded before it is done.
 */
@Component
public final class LocalAccounts implements Accounts {

    static final Duration ONE_TIME = Duration.ofHours(24);
    private static final int FREE_TRIES_OF_ACCOUNT = 5;
    private static final int FREE_TRIES_OF_ORIGIN = 30;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,39}");
    private static final Set<String> RESERVED = Set.of("system", "anonymous");
    private static final String SURFACE = "access";

    private final AccountStore store;
    private final SourceKeyStore sourceKeys;
    private final AccessDecisions decisions;
    private final Areas areas;
    private final AuditLog audit;
    private final Clock clock;
    private final OneTimePassword oneTime;
    private final OneTimeTerms terms;
    private final Throttle ofAccount;
    private final Throttle ofOrigin;
    private final KeyUses keyUses;
    private final PasswordHash hashes = new PasswordHash();
    private final PasswordRules rules = new PasswordRules();
    private final SecureRandom random = new SecureRandom();

    @Activate
    public LocalAccounts(
            @Reference AccountStore store,
            @Reference AccessDecisions decisions,
            @Reference Areas areas,
            @Reference AuditLog audit) {
        this(
                store,
                decisions,
                areas,
                audit,
                Clock.systemUTC(),
                System::nanoTime,
                Path.of(System.getProperty("karaf.etc", "etc"), "initial-admin-password"));
    }

    LocalAccounts(
            AccountStore store,
            AccessDecisions decisions,
            Areas areas,
            AuditLog audit,
            Clock clock,
            LongSupplier nanos,
            Path initialPassword) {
        this.store = store;
        this.sourceKeys = new SourceKeyStore(store);
        this.decisions = decisions;
        this.areas = areas;
        this.audit = audit;
        this.clock = clock;
        this.oneTime = new OneTimePassword(initialPassword);
        this.terms = new OneTimeTerms(clock, nanos);
        this.ofAccount = new Throttle(FREE_TRIES_OF_ACCOUNT, nanos);
        this.ofOrigin = new Throttle(FREE_TRIES_OF_ORIGIN, nanos);
        this.keyUses = new KeyUses(nanos);
        new FirstAdministrator(store, hashes, audit, clock, oneTime).admit();
        store.all().forEach(this::stillGood);
    }

    @Override
    public Caller authenticate(String username, char[] password, String surface, String origin) {
        var name = username.strip().toLowerCase(Locale.ROOT);
        var known = NAME.matcher(name).matches() ? store.find(name) : Optional.<AccountStore.Stored>empty();
        // a word that is no account's name may be a password typed into the wrong field: it is not written down
        var subject = known.map(AccountStore.Stored::username).orElse("");
        var attempt = new Attempt("anonymous", surface, "session.open", subject);
        var details = begin(attempt, Optional.of(origin), Optional.of(name));
        var account = proved(known, password);
        if (account.isEmpty()) {
            audit("anonymous", surface, "session.open", subject, Outcome.REFUSED, details);
            throw wrongCredentials();
        }
        ofAccount.forget(name);
        ofOrigin.takeBack(origin);
        audit(name, surface, "session.open", name, Outcome.DONE, details);
        return account.get().caller();
    }

    /** @return what the record says of where it came from, and of how many were turned away before */
    private Map<String, String> begin(Attempt attempt, Optional<String> origin, Optional<String> account) {
        var details = new TreeMap<String, String>();
        origin.ifPresent(from -> details.put("origin", from));
        var turnedAway = 0;
        try {
            turnedAway += origin.map(ofOrigin::begin).orElse(0);
            turnedAway += account.map(ofAccount::begin).orElse(0);
            count(turnedAway, details);
            return details;
        } catch (Throttle.TurnedAway busy) {
            // what the one throttle counted must not be lost when the other turns away
            if (busy.isFirst() || turnedAway > 0) {
                count(turnedAway, details);
                details.put("because", busy.rule());
                audit(
                        attempt.actor(),
                        attempt.surface(),
                        attempt.action(),
                        attempt.subject(),
                        Outcome.REFUSED,
                        details);
            }
            throw busy;
        }
    }

    private static void count(int turnedAway, Map<String, String> details) {
        if (turnedAway > 0) {
            details.put("turnedAway", String.valueOf(turnedAway));
        }
    }

    /** A proof that somebody tries, as it is recorded when it comes too soon. */
    private record Attempt(String actor, String surface, String action, String subject) {}

    private Optional<AccountStore.Stored> proved(Optional<AccountStore.Stored> known, char[] password) {
        if (known.isEmpty()) {
            hashes.matchesNobody(password);
            return known;
        }
        return known.filter(account -> hashes.matches(password, account.passwordHash()))
                .filter(this::stillGood);
    }

    private boolean stillGood(AccountStore.Stored account) {
        return account.expires()
                .map(end -> terms.isGood(account.username(), end))
                .orElse(true);
    }

    @Override
    public Caller authenticateKey(char[] key, String surface, String origin) {
        var hash = TokenHash.of(new String(key));
        var account = store.ofKey(hash);
        var ofSource = account.isPresent() ? Optional.<Caller>empty() : agency(hash, surface, origin);
        if (ofSource.isPresent()) {
            return ofSource.get();
        }
        if (account.isEmpty()) {
            var attempt = new Attempt("anonymous", surface, "session.key", "");
            var details = begin(attempt, Optional.of(origin), Optional.empty());
            audit("anonymous", surface, "session.key", "", Outcome.REFUSED, details);
            throw wrongKey();
        }
        // the key proves the program, whatever becomes of the account's password
        var found = account.get();
        var use = hash + " " + origin;
        if (keyUses.isNew(use)) {
            audit(found.username(), surface, "session.key", found.username(), Outcome.DONE, Map.of("origin", origin));
            keyUses.recorded(use);
        }
        return new Caller(found.username(), found.role(), found.areas(), false);
    }

    /** The program of an agency, by a key of its source that is good. */
    private Optional<Caller> agency(String hash, String surface, String origin) {
        var now = clock.instant();
        var key = sourceKeys.ofHash(hash).filter(found -> found.expires().isAfter(now));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        var found = key.get();
        var account = "key:" + found.id();
        var use = hash + " " + origin;
        if (keyUses.isNew(use)) {
            audit(
                    account,
                    surface,
                    "session.key",
                    found.source().value(),
                    Outcome.DONE,
                    Map.of("origin", origin, "key", found.id()));
            sourceKeys.used(found.id(), now);
            keyUses.recorded(use);
        }
        return Optional.of(new Caller(account, Role.AGENCY, Set.of(), false, Optional.of(found.source())));
    }

    @Override
    public Optional<Caller> current(String username) {
        return store.find(username).filter(this::stillGood).map(AccountStore.Stored::caller);
    }

    @Override
    public List<Account> list() {
        return store.all().stream().map(LocalAccounts::shown).toList();
    }

    @Override
    public Account create(Caller by, String username, char[] password, Role role, Set<AreaCode> within) {
        decisions.require(by, Action.ACCOUNT_CHANGE);
        var errors = new ArrayList<FieldError>();
        if (!NAME.matcher(username).matches() || RESERVED.contains(username)) {
            errors.add(new FieldError(
                    "username",
                    "account.name",
                    new Text(
                            "Tên tài khoản có 2 đến 40 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới.",
                            "An account name is 2 to 40 lower-case letters, digits, dots, hyphens and underscores.")));
        }
        rules.weakness("password", username, password).ifPresent(errors::add);
        checkAreas(role, within).ifPresent(errors::add);
        refuse(errors);
        if (store.find(username).isPresent()) {
            throw taken(username);
        }
        var hash = hashes.hash(password);
        // chosen by another than its owner: good for one day, and only to be changed (ASVS 5.0, 6.4.1)
        var expires = Optional.of(clock.instant().plus(ONE_TIME));
        var details = new TreeMap<String, String>();
        details.put("role", role.name());
        within.forEach(area -> details.put("area." + area.value(), "true"));
        return recorded(by, "account.create", username, details, () -> {
            if (!store.create(username, hash, role, within, expires, clock.instant(), by.account())) {
                throw taken(username);
            }
            terms.isGood(username, expires.get());
            return new Account(username, role, Set.copyOf(within), true);
        });
    }

    private Optional<FieldError> checkAreas(Role role, Set<AreaCode> within) {
        if (role == Role.ADMINISTRATOR && !within.isEmpty()) {
            return Optional.of(new FieldError(
                    "areas",
                    "account.areas",
                    new Text(
                            "Vai trò quản trị không giới hạn địa bàn: hãy để trống.",
                            "An administrator is not limited to areas: leave them out.")));
        }
        if (role != Role.ADMINISTRATOR && within.isEmpty()) {
            return Optional.of(new FieldError(
                    "areas",
                    "account.areas",
                    new Text(
                            "Người xem và người vận hành cần ít nhất một địa bàn.",
                            "A viewer or operator needs at least one area.")));
        }
        return within.stream()
                .filter(area -> areas.find(area).isEmpty())
                .findFirst()
                .map(area -> new FieldError(
                        "areas",
                        "area.unknown",
                        new Text(
                                "Không có đơn vị hành chính nào đang hiệu lực mang mã " + area + ".",
                                "No administrative unit in force has the code " + area + ".")));
    }

    @Override
    public void changePassword(Caller by, String username, char[] oldPassword, char[] newPassword) {
        var own = by.account().equals(username);
        if (!own) {
            decisions.require(by, Action.ACCOUNT_CHANGE);
        }
        var account = store.find(username).orElseThrow(() -> unknown());
        var details = new TreeMap<>(Map.of("oneTime", String.valueOf(!own)));
        if (own) {
            var attempt = new Attempt(username, SURFACE, "account.password", username);
            var before = begin(attempt, Optional.empty(), Optional.of(username));
            details.putAll(before);
            if (proved(Optional.of(account), oldPassword).isEmpty()) {
                audit(username, SURFACE, "account.password", username, Outcome.REFUSED, before);
                throw new HubException(
                        Reason.INVALID,
                        "password.old",
                        new Text("Mật khẩu hiện tại không đúng.", "The present password is wrong."),
                        List.of(new FieldError(
                                "oldPassword",
                                "password.old",
                                new Text("Không đúng mật khẩu hiện tại.", "Not the present password."))));
            }
            ofAccount.forget(username);
        }
        var errors = new ArrayList<FieldError>();
        rules.weakness("newPassword", username, newPassword).ifPresent(errors::add);
        if (errors.isEmpty() && hashes.matches(newPassword, account.passwordHash())) {
            errors.add(new FieldError(
                    "newPassword",
                    "password.same",
                    new Text("Mật khẩu mới phải khác mật khẩu cũ.", "The new password must differ from the old.")));
        }
        refuse(errors);
        var hash = hashes.hash(newPassword);
        var expires =
                own ? Optional.<Instant>empty() : Optional.of(clock.instant().plus(ONE_TIME));
        recorded(by, "account.password", username, details, () -> {
            store.setPassword(username, hash, expires);
            expires.ifPresentOrElse(end -> terms.isGood(username, end), () -> terms.forget(username));
            return true;
        });
        if (username.equals(FirstAdministrator.NAME)) {
            oneTime.remove();
        }
    }

    @Override
    public void remove(Caller by, String username) {
        decisions.require(by, Action.ACCOUNT_CHANGE);
        store.find(username).orElseThrow(() -> unknown());
        recorded(by, "account.remove", username, Map.of(), () -> {
            if (!store.remove(username)) {
                throw new HubException(
                        Reason.CONFLICT,
                        "account.last-administrator",
                        new Text(
                                "Không xóa được quản trị viên cuối cùng. Hãy tạo một quản trị viên khác trước.",
                                "The last administrator stays. Create another one first."));
            }
            terms.forget(username);
            return true;
        });
    }

    @Override
    public char[] createKey(Caller by, String username, String label) {
        decisions.require(by, Action.ACCOUNT_CHANGE);
        if (label.isBlank() || label.length() > 100) {
            refuse(List.of(new FieldError(
                    "label",
                    "key.label",
                    new Text("Nhãn của khóa có 1 đến 100 ký tự.", "A key's label has 1 to 100 characters."))));
        }
        store.find(username).orElseThrow(() -> unknown());
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var key = "mlk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        recorded(by, "account.key", username, Map.of("label", label), () -> {
            store.addKey(username, TokenHash.of(key), label, clock.instant(), by.account());
            return true;
        });
        return key.toCharArray();
    }

    private static Account shown(AccountStore.Stored account) {
        return new Account(account.username(), account.role(), account.areas(), account.mustChange());
    }

    /** Records first: what cannot be recorded is not done. */
    private <T> T recorded(Caller by, String action, String subject, Map<String, String> details, Supplier<T> change) {
        return audit.recorded(AuditRecord.of(by.account(), SURFACE, action, subject, Outcome.DONE, details), change);
    }

    private void audit(
            String actor, String surface, String action, String subject, Outcome outcome, Map<String, String> details) {
        audit.append(AuditRecord.of(actor, surface, action, subject, outcome, details));
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new HubException(
                    Reason.INVALID, errors.get(0).rule(), errors.get(0).message(), errors);
        }
    }

    private static HubException wrongCredentials() {
        return new HubException(
                Reason.UNAUTHENTICATED,
                "session.credentials",
                new Text(
                        "Tên đăng nhập hoặc mật khẩu không đúng, hoặc mật khẩu dùng một lần đã hết hạn.",
                        "User name or password is wrong, or a one-time password has expired."));
    }

    /** Whether there was such a key once is not told to who does not have a good one. */
    private static HubException wrongKey() {
        return new HubException(
                Reason.UNAUTHENTICATED,
                "key.unknown",
                new Text(
                        "Khóa không đúng, đã hết hạn hoặc đã bị thu hồi. Người quản trị trạm xem khóa của các nguồn bằng hub:key-list và tạo khóa mới bằng hub:key-add.",
                        "The key is wrong, has expired or was withdrawn. An administrator of the hub sees the keys of sources by hub:key-list and makes a new one by hub:key-add."));
    }

    private static HubException taken(String username) {
        return new HubException(
                Reason.CONFLICT,
                "account.taken",
                new Text("Đã có tài khoản " + username + ".", "The account " + username + " is already there."));
    }

    private static HubException unknown() {
        return new HubException(
                Reason.NOT_FOUND, "account.unknown", new Text("Không có tài khoản này.", "There is no such account."));
    }
}
