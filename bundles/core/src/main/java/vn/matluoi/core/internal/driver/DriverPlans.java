package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DriverAdmin.Order;
import vn.matluoi.api.driver.DriverAdmin.Plan;
import vn.matluoi.api.driver.Drivers.Plugin;
import vn.matluoi.core.internal.driver.DriverOrigins.Origin;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.Kar;
import vn.matluoi.core.internal.driver.kar.KarGate;

/** Finds out what an order means, and what the container would do for it. */
final class DriverPlans {

    private static final Logger LOG = LoggerFactory.getLogger(DriverPlans.class);

    private final DriverInstaller installer;
    private final InstalledDrivers drivers;
    private final Quarantine quarantine;
    private final DriverArchive archive;
    private final KarGate gate;

    DriverPlans(
            DriverInstaller installer,
            InstalledDrivers drivers,
            Quarantine quarantine,
            DriverArchive archive,
            KarGate gate) {
        this.installer = installer;
        this.drivers = drivers;
        this.quarantine = quarantine;
        this.archive = archive;
        this.gate = gate;
    }

    /**
     * An order whose plug-in lies ready.
     *
     * @param target what is to be installed; empty for a removal
     * @param pinned the version to be wanted from now on; empty for the newest
     * @param undo takes out of {@code drivers/repository} again what was put there for this order
     */
    record Prepared(
            String family,
            Optional<Offer> target,
            Optional<String> pinned,
            Optional<Origin> origin,
            boolean back,
            Runnable undo) {

        Offer offer() {
            return target.orElseThrow();
        }

        /** @return for the audit log */
        Map<String, String> details() {
            var details = new TreeMap<String, String>();
            target.ifPresent(offer -> details.put("version", offer.version()));
            origin.map(Origin::details).ifPresent(details::putAll);
            return details;
        }
    }

    /** @return what the audit log says it is about */
    static String subject(Order order) {
        if (order instanceof Order.Install install) {
            return install.family();
        } else if (order instanceof Order.Upgrade upgrade) {
            return upgrade.family();
        } else if (order instanceof Order.RollBack back) {
            return back.family();
        } else if (order instanceof Order.Remove removal) {
            return removal.family();
        }
        return String.valueOf(((Order.Take) order).file().getFileName());
    }

    /** @return what the audit log calls it */
    static String action(Order order) {
        if (order instanceof Order.Upgrade) {
            return "driver.upgrade";
        } else if (order instanceof Order.RollBack) {
            return "driver.rollback";
        }
        return order instanceof Order.Remove ? "driver.uninstall" : "driver.install";
    }

    /** @throws HubException if there is no such plug-in, or it may not be installed */
    Prepared prepare(Order order) {
        if (order instanceof Order.Install install) {
            var offer = installer.offered(install.family(), install.version());
            return lyingReady(offer, install.version());
        } else if (order instanceof Order.Upgrade upgrade) {
            var present = present(upgrade.family());
            var offer = upgrade.version().isPresent()
                    ? installer.offered(upgrade.family(), upgrade.version())
                    : installer.offeredAbove(upgrade.family(), present);
            if (offer.order().compareTo(present) <= 0) {
                throw conflict(
                        "driver.not-newer",
                        "đã cài %s %s, drivers/repository không có bản mới hơn".formatted(offer.family(), present),
                        "%s %s is installed, and drivers/repository has none newer".formatted(offer.family(), present));
            }
            return lyingReady(offer, upgrade.version());
        } else if (order instanceof Order.RollBack back) {
            var offer = before(back);
            return lyingReady(offer, Optional.of(offer.version()));
        } else if (order instanceof Order.Take take) {
            return taken(take.file());
        }
        var family = subject(order);
        present(family);
        return new Prepared(family, Optional.empty(), Optional.empty(), Optional.empty(), false, () -> {});
    }

    private Prepared lyingReady(Offer offer, Optional<String> pinned) {
        refuseIfHeld(offer);
        var origin = installer.judged(offer);
        return new Prepared(offer.family(), Optional.of(offer), pinned, Optional.of(origin), older(offer), () -> {});
    }

    private boolean added(Kar kar) {
        try {
            return installer.take(kar);
        } catch (UncheckedIOException e) {
            var refusal = new HubException(
                    Reason.UNAVAILABLE,
                    "driver.repository",
                    new Text(
                            "không ghi được drivers/repository; hãy xem quyền ghi và chỗ trống của ổ đĩa rồi gửi lại",
                            "drivers/repository cannot be written; see to the disk's room and to its rights, then send it again"));
            refusal.initCause(e);
            throw refusal;
        }
    }

    private Prepared taken(Path file) {
        Kar kar;
        try {
            kar = gate.check(file, installer.unsignedAllowed());
        } catch (IOException e) {
            var unreadable = new HubException(
                    Reason.INVALID,
                    "driver.kar.unreadable",
                    new Text(
                            "không đọc được tệp %s; nhật ký của trạm có lý do".formatted(file.getFileName()),
                            "file %s cannot be read; the hub's log has the reason".formatted(file.getFileName())));
            unreadable.initCause(e);
            LOG.warn("{}", unreadable.getMessage(), e);
            throw unreadable;
        }
        var offer = new Offer(kar.family(), kar.version());
        refuseIfHeld(offer);
        if (older(offer)) {
            throw conflict(
                    "driver.kar.older",
                    "tệp %s là %s %s, cũ hơn bản đã cài; muốn trở lại bản cũ thì dùng hub:driver-rollback"
                            .formatted(file.getFileName(), kar.family(), kar.version()),
                    "file %s is %s %s, older than what is installed; to go back, use hub:driver-rollback"
                            .formatted(file.getFileName(), kar.family(), kar.version()));
        }
        var added = added(kar);
        return new Prepared(
                kar.family(),
                Optional.of(offer),
                Optional.of(kar.version()),
                Optional.of(Origin.of(kar)),
                false,
                added ? () -> Waits.forOrder(installer.forget(offer)) : () -> {});
    }

    private Offer before(Order.RollBack back) {
        var present = present(back.family());
        return archive.versions(back.family()).stream()
                .filter(offer -> offer.order().compareTo(present) < 0)
                .filter(offer ->
                        back.version().isEmpty() || back.version().get().equals(offer.version()))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        Reason.NOT_FOUND,
                        "driver.nothing-before",
                        new Text(
                                "không giữ phiên bản %s nào trước %s".formatted(back.family(), present),
                                "no version of %s before %s is kept".formatted(back.family(), present))));
    }

    /** @throws HubException what the container cannot resolve */
    Plan plan(Prepared prepared) {
        var family = prepared.family();
        var present = installer.present(family).map(Object::toString);
        var next = prepared.target().map(Offer::version);
        var container =
                Waits.forOrder(next.isPresent() ? installer.plan(prepared.offer()) : installer.planRemoval(family));
        var touched = new TreeSet<>(container.others(family));
        touched.addAll(installer.usersOf(family));
        var others = List.copyOf(touched);
        return new Plan(family, present, next, others, steps(prepared, present, others));
    }

    private List<Text> steps(Prepared prepared, Optional<String> present, List<String> others) {
        var family = prepared.family();
        var steps = new ArrayList<Text>();
        var next = prepared.target().map(offer -> offer.order().toString());
        if (next.isEmpty()) {
            steps.add(new Text(
                    "gỡ %s %s".formatted(family, present.orElse("")),
                    "removes %s %s".formatted(family, present.orElse(""))));
        } else if (present.isEmpty()) {
            steps.add(new Text("thêm %s %s".formatted(family, next.get()), "adds %s %s".formatted(family, next.get())));
        } else if (present.equals(next)) {
            steps.add(new Text(
                    "%s %s đã được cài".formatted(family, next.get()),
                    "%s %s is installed already".formatted(family, next.get())));
        } else {
            steps.add(new Text(
                    "thay %s %s bằng %s".formatted(family, present.get(), next.get()),
                    "replaces %s %s by %s".formatted(family, present.get(), next.get())));
            notBack(family).ifPresent(steps::add);
        }
        prepared.origin().ifPresent(origin -> steps.add(words(origin)));
        if (prepared.back()) {
            steps.add(
                    new Text(
                            "tùy chọn đã lưu của các nguồn trở lại như trước khi nâng cấp; điều người dùng đã sửa từ đó thì giữ",
                            "stored options of its sources go back to what they were before the upgrade; what people changed since stays"));
        }
        if (!others.isEmpty()) {
            steps.add(new Text(
                    "SẼ KHÔNG THỰC HIỆN, vì đụng tới gói khác: " + String.join(", ", others),
                    "WILL NOT BE DONE, since it touches other bundles: " + String.join(", ", others)));
        } else if (!present.equals(next)) {
            var sources = drivers.find(family).map(Plugin::sources).orElse(0);
            steps.add(
                    next.isEmpty()
                            ? new Text(
                                    "dừng: chỉ %s; %d nguồn của nó từ đó không có trình điều khiển, nguồn khác không bị ngắt"
                                            .formatted(family, sources),
                                    "stops: %s only; its %d sources are without a driver from then on, no others pause"
                                            .formatted(family, sources))
                            : new Text(
                                    "khởi động lại: chỉ %s; %d nguồn của nó ngắt trong chốc lát, nguồn khác không"
                                            .formatted(family, sources),
                                    "restarts: %s only; its %d sources pause, no others do"
                                            .formatted(family, sources)));
        }
        return steps;
    }

    /** One that serves, but may not be installed any more: its key was taken away, or its files were changed. */
    private Optional<Text> notBack(String family) {
        var present = present(family);
        var offer = installer.repository().written(family, present).map(version -> new Offer(family, version));
        return offer.map(installer::whyNot)
                .orElseGet(() -> Optional.of(Refusals.notOffered(family, Optional.of(present.toString()))))
                .map(refusal -> new Text(
                        "KHÔNG đưa trở lại được %s %s nếu bản mới hỏng: %s"
                                .formatted(family, present, refusal.text().vi()),
                        "%s %s CANNOT be put back if the new one fails: %s"
                                .formatted(family, present, refusal.text().en())));
    }

    private static Text words(Origin origin) {
        var who = origin.shipped()
                ? new Text("đi kèm bản phân phối", "came with the hub")
                : origin.kar()
                        .flatMap(Kar::signer)
                        .map(signer -> new Text("ký bởi " + signer, "signed by " + signer))
                        .orElseGet(() -> new Text(
                                "KHÔNG có chữ ký (unsigned.allowed = true)", "NOT signed (unsigned.allowed = true)"));
        return origin.reaches()
                .map(reaches -> new Text(
                        "%s; kết nối qua: %s".formatted(who.vi(), reaches),
                        "%s; talks to: %s".formatted(who.en(), reaches)))
                .orElseGet(() -> new Text(
                        who.vi() + "; gói không ghi kết nối qua đâu: chỉ tới được địa chỉ và cổng ghi ở các nguồn",
                        who.en() + "; its bundle does not say what it talks to: only to the sources' own addresses"));
    }

    private boolean older(Offer offer) {
        return installer
                .present(offer.family())
                .filter(present -> offer.order().compareTo(present) < 0)
                .isPresent();
    }

    private Version present(String family) {
        return installer.present(family).orElseThrow(() -> Refusals.notInstalled(family));
    }

    private void refuseIfHeld(Offer offer) {
        if (quarantine.holds(offer.family(), offer.order().toString())) {
            var why = quarantine.problem(offer.family()).orElseThrow();
            throw conflict("driver.quarantined", why.vi(), why.en());
        }
    }

    private static HubException conflict(String rule, String vi, String en) {
        return new HubException(Reason.CONFLICT, rule, new Text(vi, en));
    }
}
