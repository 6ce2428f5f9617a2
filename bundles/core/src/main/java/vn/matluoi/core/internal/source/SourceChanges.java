package vn.matluoi.core.internal.source;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.supervise.Causes;
import vn.matluoi.core.internal.supervise.Refusals;
import vn.matluoi.core.internal.supervise.Supervision;
import vn.matluoi.core.internal.supervise.Targets;

/**
 * Writes the changes people and files make to sources: checked, recorded, stored, then supervised so. The record comes
 * first: what cannot be recorded is not done, and what then fails is recorded as failed.
 */
final class SourceChanges {

    /** Blocks that any decision of a person opens; a rejected credential wants another one, or a resumption. */
    private static final Set<String> OPENED_BY_SAVING = Set.of(Causes.LOCKED, Causes.WRONG_DEVICE, Causes.CERTIFICATE);

    private final Supervision supervision;
    private final SourceRules rules;
    private final Vault vault;
    private final AuditLog audit;
    private final Consumer<SourceId> retry;

    /** @param retry told of a source whose account a person wants tried again */
    SourceChanges(Supervision supervision, SourceRules rules, Vault vault, AuditLog audit, Consumer<SourceId> retry) {
        this.supervision = supervision;
        this.rules = rules;
        this.vault = vault;
        this.audit = audit;
        this.retry = retry;
    }

    /** Who changes it. @param file the file that owns the source; empty for a person */
    record Author(String account, Optional<String> file) {}

    SourceRules rules() {
        return rules;
    }

    void add(Author author, SourceSettings settings, Optional<char[]> secret, Optional<String> certificate) {
        rules.check(settings, certificate);
        rules.checkAccepted(settings, certificate);
        var id = settings.id();
        refuseIfTaken(id);
        var record = record(author, "source.create", settings, secret.isPresent());
        audit.recorded(record, () -> store(author, settings, secret, certificate));
        if (author.file().isEmpty()) {
            retry.accept(id); // a source of that name may have been here before, and its account rejected
        }
        supervision.changed(id);
    }

    private SourceId store(
            Author author, SourceSettings settings, Optional<char[]> secret, Optional<String> certificate) {
        var id = settings.id();
        var source = new StoredSource(
                settings,
                secret.map(clear -> vault.seal(Targets.context(id), clear)),
                author.file(),
                Optional.empty(),
                certificate.map(SourceRules::fingerprint),
                Optional.empty());
        if (!supervision.ledger().add(source, author.account())) {
            refuseIfTaken(id);
            throw Refusals.unknown(id); // it came and went meanwhile
        }
        return id;
    }

    /** @throws HubException {@code CONFLICT}, saying by what */
    private void refuseIfTaken(SourceId id) {
        supervision.ledger().find(id).ifPresent(present -> {
            throw taken(present);
        });
    }

    void update(Author author, SourceSettings settings, Optional<char[]> secret, Optional<String> certificate) {
        var id = settings.id();
        var present = owned(author, id);
        refuseWhileDoubtful(present, settings, secret.isPresent());
        rules.check(settings, certificate);
        rules.checkAccepted(settings, certificate.or(() -> keptCertificate(present, settings)));
        audit.recorded(record(author, "source.update", settings, secret.isPresent()), () -> {
            var sealed = secret.map(clear -> vault.seal(Targets.context(id), clear));
            return supervision
                    .ledger()
                    .change(
                            id,
                            before -> {
                                refuseWhileDoubtful(before, settings, sealed.isPresent());
                                return changed(before, settings, sealed, certificate);
                            },
                            author.account())
                    .orElseThrow(() -> Refusals.unknown(id));
        });
        if (resumed(present.settings(), settings)
                || author.file().isEmpty() && triesAnew(present, settings, secret.isPresent())) {
            retry.accept(id);
        }
        supervision.changed(id);
    }

    /** Files are read again by themselves: only a person knows that the account was mended on the device. */
    private static boolean triesAnew(StoredSource before, SourceSettings after, boolean newSecret) {
        return newSecret
                || !before.settings().username().equals(after.username())
                || before.blocked()
                        .filter(block -> opened(block, before.settings(), after, false))
                        .isPresent();
    }

    void remove(Author author, SourceId id) {
        var present = owned(author, id);
        refuseToForget(present);
        audit.recorded(record(author, "source.remove", present.settings(), false), () -> {
            supervision.ledger().remove(id, before -> refuseToForget(before), author.account());
            return id;
        });
        supervision.changed(id);
    }

    private static StoredSource changed(
            StoredSource before, SourceSettings settings, Optional<byte[]> sealed, Optional<String> certificate) {
        var moved = !before.settings().address().equals(settings.address());
        var replaced = before.blocked().filter(Causes.WRONG_DEVICE::equals).isPresent();
        return new StoredSource(
                settings,
                sealed.or(before::sealedSecret),
                before.file(),
                moved || replaced ? Optional.empty() : before.pinnedIdentity(),
                certificate.map(SourceRules::fingerprint).or(() -> keptCertificate(before, settings)),
                before.blocked().filter(block -> !opened(block, before.settings(), settings, sealed.isPresent())),
                before.pendingSecret()); // stays until the device has shown which one holds
    }

    /** @throws HubException while it is not known which password the device takes, if the change needs or loses that */
    private void refuseWhileDoubtful(StoredSource before, SourceSettings after, boolean newSecret) {
        var same = sameAccount(before.settings(), after);
        supervision.refuseWhileChanging(before.settings(), same && after.suspended() && !newSecret);
        if (before.pendingSecret().isPresent() && !same) {
            throw Refusals.passwordUnsettled(before);
        }
    }

    /** A device that is gone for good cannot show it: its source is suspended first, and nothing is lost unawares. */
    private void refuseToForget(StoredSource before) {
        supervision.refuseWhileChanging(before.settings(), false);
        if (before.pendingSecret().isPresent() && !before.settings().suspended()) {
            throw Refusals.passwordUnsettled(before);
        }
    }

    private static boolean sameAccount(SourceSettings before, SourceSettings after) {
        return before.address().equals(after.address())
                && before.username().equals(after.username())
                && before.driver().equals(after.driver());
    }

    private static boolean opened(String block, SourceSettings before, SourceSettings after, boolean newSecret) {
        return newSecret
                || resumed(before, after)
                || !before.address().equals(after.address())
                || !before.username().equals(after.username())
                || OPENED_BY_SAVING.stream().anyMatch(block::startsWith);
    }

    /** Nobody suspends and resumes a source by accident, not in a file either: it is to be tried as it is. */
    private static boolean resumed(SourceSettings before, SourceSettings after) {
        return before.suspended() && !after.suspended();
    }

    private static Optional<String> keptCertificate(StoredSource before, SourceSettings settings) {
        var moved = !before.settings().address().equals(settings.address());
        return moved || !SourceRules.isHttps(settings) ? Optional.empty() : before.pinnedCertificate();
    }

    /** @throws HubException {@code NOT_FOUND}, or {@code CONFLICT} if it belongs to a file and the author is another */
    private StoredSource owned(Author author, SourceId id) {
        var present = supervision.ledger().find(id).orElseThrow(() -> Refusals.unknown(id));
        if (!present.file().equals(author.file())) {
            throw present.file().isPresent() ? ownedByFile(id, present.file().get()) : taken(present);
        }
        return present;
    }

    private static HubException ownedByFile(SourceId id, String file) {
        return new HubException(
                Reason.CONFLICT,
                "source.owned-by-file",
                new Text(
                        "nguồn %s do tệp etc/%s quản lý; hãy sửa tệp đó".formatted(id, file),
                        "source %s belongs to the file etc/%s; change that file".formatted(id, file)));
    }

    private static HubException taken(StoredSource by) {
        var id = by.settings().id();
        return new HubException(
                Reason.CONFLICT,
                "source.exists",
                by.file()
                        .map(file -> new Text(
                                "mã %s đã thuộc về một nguồn do tệp etc/%s quản lý; hãy chọn mã khác, hoặc xóa tệp đó trước"
                                        .formatted(id, file),
                                "the id %s is taken by a source of the file etc/%s; choose another id, or delete that file first"
                                        .formatted(id, file)))
                        .orElseGet(() -> new Text(
                                "mã %s đã thuộc về một nguồn nhập bằng tay; hãy chọn mã khác, hoặc xóa nguồn đó trước"
                                        .formatted(id),
                                "the id %s is taken by a source entered by hand; choose another id, or remove that source first"
                                        .formatted(id))));
    }

    private static AuditRecord record(Author author, String action, SourceSettings settings, boolean newSecret) {
        return AuditRecord.of(
                author.account(),
                "core",
                action,
                settings.id().value(),
                Outcome.DONE,
                Map.of(
                        "driver", settings.driver().orElse(""),
                        "address", settings.address().map(Object::toString).orElse(""),
                        "area", settings.area().value(),
                        "suspended", Boolean.toString(settings.suspended()),
                        "newSecret", Boolean.toString(newSecret),
                        "file", author.file().orElse("")));
    }

    /** Records anything else that was done to a source. */
    void note(Author author, String action, SourceId id, Outcome outcome, Map<String, String> details) {
        audit.append(AuditRecord.of(author.account(), "core", action, id.value(), outcome, details));
    }
}
