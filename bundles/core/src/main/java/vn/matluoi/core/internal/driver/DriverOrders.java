package vn.matluoi.core.internal.driver;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers.Plugin;
import vn.matluoi.api.driver.Drivers.Status;
import vn.matluoi.core.internal.driver.DriverPlans.Prepared;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.KarGate;

/**
 * Carries out what people, and the inbox, order of plug-ins: planned first, recorded, done, and written to
 * {@code etc/vn.matluoi.drivers.cfg}. One order at a time.
 */
@Component(service = DriverAdmin.class)
public final class DriverOrders implements DriverAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(DriverOrders.class);

    private final DriverInstaller installer;
    private final InstalledDrivers drivers;
    private final Quarantine quarantine;
    private final DriverConfiguration configuration;
    private final AuditLog audit;
    private final StoredOptions options;
    private final DriverArchive archive;
    private final DriverPlans plans;

    @Activate
    public DriverOrders(
            BundleContext context,
            @Reference DriverInstaller installer,
            @Reference InstalledDrivers drivers,
            @Reference Quarantine quarantine,
            @Reference DriverConfiguration configuration,
            @Reference AuditLog audit,
            @Reference StoredOptions options) {
        this(
                installer,
                drivers,
                quarantine,
                configuration,
                audit,
                options,
                new DriverArchive(Folders.drivers("archive"), installer.repository()),
                KarGate.of(context, Folders.trusted()));
    }

    DriverOrders(
            DriverInstaller installer,
            InstalledDrivers drivers,
            Quarantine quarantine,
            DriverConfiguration configuration,
            AuditLog audit,
            StoredOptions options,
            DriverArchive archive,
            KarGate gate) {
        this.installer = installer;
        this.drivers = drivers;
        this.quarantine = quarantine;
        this.configuration = configuration;
        this.audit = audit;
        this.options = options;
        this.archive = archive;
        this.plans = new DriverPlans(installer, drivers, quarantine, archive, gate);
    }

    @Override
    public synchronized Plan plan(Caller by, Order order) {
        var prepared = prepared(by, order, "driver.plan");
        try {
            if (order instanceof Order.Take) {
                audit.append(record(by, "driver.plan", order, Outcome.DONE, prepared.details()));
            }
            return plans.plan(prepared);
        } finally {
            prepared.undo().run();
        }
    }

    /** @param action what the audit log calls it, if it is refused */
    private Prepared prepared(Caller by, Order order, String action) {
        try {
            return plans.prepare(order);
        } catch (HubException refusal) {
            audit.append(record(by, action, order, Outcome.REFUSED, Map.of("because", refusal.rule())));
            throw refusal;
        }
    }

    @Override
    public synchronized Optional<Plugin> carryOut(Caller by, Order order, Consumer<Plan> shown) {
        if (order instanceof Order.Remove removal) {
            remove(by, removal, shown);
            return drivers.find(removal.family());
        }
        var prepared = prepared(by, order, DriverPlans.action(order));
        var done = false;
        try {
            audit.recorded(done(by, order, prepared.details()), () -> {
                refuseIfItTouchesOthers(plans.plan(prepared), shown);
                replace(by, prepared);
                return prepared.offer();
            });
            done = true;
        } finally {
            if (!done) {
                prepared.undo().run();
            }
        }
        note(prepared);
        var plugin = drivers.find(prepared.family());
        if (!drivers.serves(prepared.family(), prepared.offer().order())) {
            var failure = isThereButDoesNotServe(prepared.offer());
            audit.append(done(by, order, prepared.details()).failed(failure));
            throw failure;
        }
        return plugin;
    }

    private static void refuseIfItTouchesOthers(Plan plan, Consumer<Plan> shown) {
        shown.accept(plan);
        if (!plan.others().isEmpty()) {
            throw new HubException(
                    Reason.CONFLICT,
                    "driver.plan-touches-others",
                    new Text(
                            "không thực hiện: việc này đụng tới các gói khác: " + String.join(", ", plan.others()),
                            "not done: it would touch other bundles: " + String.join(", ", plan.others())));
        }
    }

    /** Puts the new version in place of the old, and the old back if the new does not serve or cannot take the options. */
    private void replace(Caller by, Prepared prepared) {
        var family = prepared.family();
        var next = prepared.offer();
        var before = drivers.find(family);
        var present = installer
                .present(family)
                .map(Object::toString)
                .filter(each -> !each.equals(next.order().toString()));
        Waits.forOrder(installer.install(family, Optional.of(next.version())));
        if (present.isPresent()) {
            try {
                var serves =
                        before.map(Plugin::status).filter(Status.ACTIVE::equals).isPresent();
                if (serves && !drivers.serves(family, next.order())) {
                    throw doesNotServe(family, next.version());
                }
                if (prepared.back()) {
                    takeBack(by, family, next.order(), new Version(present.get()));
                } else {
                    carryOver(by, family, present.get(), next.order().toString());
                }
            } catch (RuntimeException failure) {
                putBack(family, present.get(), failure);
                throw failure instanceof HubException refusal
                        ? taken(family, next.version(), present.get(), refusal)
                        : failure;
            }
        }
        keep(() -> {
            archive.enter(next, prepared.origin().orElseThrow());
            archive.prune(family, next.order()).forEach(old -> Waits.forOrder(installer.forget(old)));
        });
    }

    private void putBack(String family, String version, RuntimeException failure) {
        try {
            Waits.forOrder(installer.install(family, Optional.of(installedAs(family, version))));
        } catch (RuntimeException second) {
            LOG.error("driver {} {} is not put back: {}", family, version, second.toString());
            second.addSuppressed(failure);
            throw notPutBack(family, version, failure, second);
        }
    }

    /** What is stored is in the archive before, so that whatever ends this half way, it can be taken back. */
    private void carryOver(Caller by, String family, String from, String to) {
        var left = installedAs(family, from);
        try {
            options.takeBack(archive.changes(family, left), by.account()); // of an upgrade that was cut short
            var changes = options.ask(family, from, to);
            if (changes.equals(OptionChanges.NONE)) {
                keep(() -> archive.leave(family, left, changes));
                return;
            }
            archive.leave(family, left, changes);
            store(by, family, left, changes);
        } catch (UncheckedIOException e) {
            LOG.error("The options of {} are not carried over: {}", family, e.toString());
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "driver.archive",
                    new Text(
                            "không đọc hoặc ghi được drivers/archive; hãy xem quyền và chỗ trống của ổ đĩa, rồi nâng cấp lại",
                            "drivers/archive cannot be read or written; see to the disk's space and rights, then upgrade again"));
        }
    }

    private void store(Caller by, String family, String left, OptionChanges changes) {
        try {
            options.store(changes, by.account());
        } catch (RuntimeException failure) {
            if (failure.getSuppressed().length == 0) { // all is as it was
                keep(() -> archive.leave(family, left, OptionChanges.NONE));
            } else {
                LOG.error("Options of {} are carried over in part, the next upgrade takes them back", family, failure);
            }
            throw failure;
        }
    }

    /** It is installed: that it cannot be kept (a full disk) takes nothing back. */
    private static void keep(Runnable work) {
        try {
            work.run();
        } catch (UncheckedIOException | HubException e) {
            LOG.error("drivers/archive is not as it should be, a rollback may lack something: {}", e.toString());
        }
    }

    /** @return the version as {@code drivers/repository} writes it */
    private String installedAs(String family, String version) {
        return installer.repository().written(family, new Version(version)).orElse(version);
    }

    private void takeBack(Caller by, String family, Version to, Version from) {
        archive.versions(family).stream()
                .filter(offer ->
                        offer.order().compareTo(to) >= 0 && offer.order().compareTo(from) < 0)
                .map(offer -> archive.changes(family, offer.version()))
                .forEach(changes -> options.takeBack(changes, by.account()));
    }

    /** What is installed is to last. */
    private void note(Prepared prepared) {
        var wanted = new LinkedHashMap<>(installer.wanted());
        wanted.put(prepared.family(), prepared.pinned());
        configuration.want(wanted);
        keep(() -> installer.repository().accept(prepared.offer()));
        Waits.forOrder(installer.unmark(prepared.family()));
    }

    private void remove(Caller by, Order.Remove removal, Consumer<Plan> shown) {
        var family = removal.family();
        var version = installer.present(family).map(Object::toString).orElse("");
        audit.recorded(done(by, removal, Map.of("version", version)), () -> {
            if (!version.isEmpty()) {
                refuseIfItTouchesOthers(plans.plan(plans.prepare(removal)), shown);
            }
            return Waits.forOrder(installer.uninstall(family));
        });
        var wanted = new LinkedHashMap<>(installer.wanted());
        if (wanted.containsKey(family)) {
            wanted.remove(family);
            configuration.want(wanted);
        }
        Waits.forOrder(installer.unmark(family));
    }

    @Override
    public synchronized void release(Caller by, String family) {
        var mark = quarantine
                .mark(family)
                .orElseThrow(() -> new HubException(
                        Reason.NOT_FOUND,
                        "driver.not-quarantined",
                        new Text(
                                "trình điều khiển %s không bị cách ly".formatted(family),
                                "driver %s is not quarantined".formatted(family))));
        var record = AuditRecord.of(
                by.account(), "core", "driver.release", family, Outcome.DONE, Map.of("version", mark.version()));
        audit.recorded(record, () -> Waits.forOrder(installer.release(family)));
    }

    private static AuditRecord done(Caller by, Order order, Map<String, String> details) {
        return record(by, DriverPlans.action(order), order, Outcome.DONE, details);
    }

    private static AuditRecord record(
            Caller by, String action, Order order, Outcome outcome, Map<String, String> details) {
        return AuditRecord.of(by.account(), "core", action, DriverPlans.subject(order), outcome, details);
    }

    private HubException isThereButDoesNotServe(Offer offer) {
        var why = drivers.find(offer.family()).flatMap(Plugin::problem).orElse(Text.same(""));
        return new HubException(
                Reason.CONFLICT,
                "driver.does-not-serve",
                new Text(
                        "đã cài %1$s %2$s nhưng không chạy: %3$s; hãy cài bản khác, hoặc gỡ bằng hub:driver-uninstall %1$s"
                                .formatted(offer.family(), offer.version(), why.vi()),
                        "%1$s %2$s is installed, but does not serve: %3$s; install another version, or remove it by hub:driver-uninstall %1$s"
                                .formatted(offer.family(), offer.version(), why.en())));
    }

    private HubException doesNotServe(String family, String version) {
        var why = drivers.find(family).flatMap(Plugin::problem).orElse(Text.same(""));
        return new HubException(
                Reason.CONFLICT,
                "driver.does-not-serve",
                new Text(
                        "phiên bản %s không chạy: %s".formatted(version, why.vi()),
                        "version %s does not serve: %s".formatted(version, why.en())));
    }

    private HubException notPutBack(String family, String version, RuntimeException first, RuntimeException second) {
        var there = installer.present(family).map(Object::toString).orElse("–");
        var failure = new HubException(
                Reason.UNAVAILABLE,
                "driver.not-put-back",
                new Text(
                        "bản mới hỏng: %s; cũng không đưa trở lại được %s %s: %s; hiện đang cài: %s"
                                .formatted(
                                        words(first).vi(),
                                        family,
                                        version,
                                        words(second).vi(),
                                        there),
                        "the new version failed: %s; nor can %s %s be put back: %s; installed now: %s"
                                .formatted(
                                        words(first).en(),
                                        family,
                                        version,
                                        words(second).en(),
                                        there)));
        failure.initCause(second);
        return failure;
    }

    private static Text words(RuntimeException failure) {
        return failure instanceof HubException refusal ? refusal.text() : Text.same(DriverFaults.rootOf(failure));
    }

    private static HubException taken(String family, String version, String back, HubException because) {
        return new HubException(
                because.reason(),
                because.rule(),
                new Text(
                        "đã đưa %s trở lại %s, không nâng lên %s: %s"
                                .formatted(family, back, version, because.text().vi()),
                        "%s is back at %s, not at %s: %s"
                                .formatted(family, back, version, because.text().en())),
                List.of());
    }
}
