package vn.matluoi.core.internal.source;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.core.internal.supervise.Refusals;
import vn.matluoi.core.internal.supervise.SettledSecret;
import vn.matluoi.core.internal.supervise.Supervision;
import vn.matluoi.core.internal.supervise.Supervisor;
import vn.matluoi.core.internal.supervise.Twin;
import vn.matluoi.core.internal.work.Lanes;

/**
 * How devices are, their passwords and their clocks, asked and changed through their sources' supervisors. An order is recorded before it is carried out; how a
 * change of a password ended is recorded when it is known, be it after the hub's next start.
 */
@Component(service = DeviceUpkeep.class, immediate = true)
public final class SupervisedUpkeep implements DeviceUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedUpkeep.class);

    /** A hub whose clock says a time before this has not set it: it may run at 1970 after a power cut. */
    private static final Instant CLOCK_SET = Instant.parse("2026-01-01T00:00:00Z");

    private final Supervision supervision;
    private final ManagedSources sources;
    private final AuditLog audit;
    private final RandomGenerator random;

    @Activate
    public SupervisedUpkeep(
            @Reference Supervision supervision, @Reference ManagedSources sources, @Reference AuditLog audit) {
        this(supervision, sources, audit, new SecureRandom());
    }

    SupervisedUpkeep(Supervision supervision, ManagedSources sources, AuditLog audit, RandomGenerator random) {
        this.supervision = supervision;
        this.sources = sources;
        this.audit = audit;
        this.random = random;
        supervision.listenToSecrets(Optional.of(this::settled));
        supervision.listenToTwins(Optional.of(this::found));
    }

    @Deactivate
    void stop() {
        supervision.listenToSecrets(Optional.empty());
        supervision.listenToTwins(Optional.empty());
    }

    @Override
    public Rotation rotate(Caller by, SourceId id, Optional<char[]> chosen) {
        var stored = supervision.ledger().find(id).orElseThrow(() -> Refusals.unknown(id));
        var user = stored.settings().username().orElse("");
        chosen.ifPresent(password -> NewPassword.check(password, user));
        supervision.sharing(stored).forEach(this::refuseWhatAFileTakesBack);
        var details = Map.of(
                "driver", stored.settings().driver().orElse(""),
                "address", stored.settings().address().map(Object::toString).orElse(""),
                "made", chosen.isPresent() ? "person" : "hub");
        var fresh = chosen.map(char[]::clone).orElseGet(() -> NewPassword.make(random, user));
        try {
            return audit.recorded(
                    record(by.account(), "source.password-change", id, details),
                    () -> new Rotation(Waiting.forAnswer(
                            supervision.changePassword(id, fresh, by.account(), sources::retryCredentials))));
        } finally {
            Arrays.fill(fresh, '\0');
        }
    }

    /** A file whose line of the secret could not be taken out would bring the old one back. */
    private void refuseWhatAFileTakesBack(StoredSource source) {
        source.file().filter(sources.refusedFiles()::containsKey).ifPresent(file -> {
            throw new HubException(
                    Reason.CONFLICT,
                    "source.owned-by-file",
                    new Text(
                            "tệp etc/%s đang bị từ chối và có thể đưa mật khẩu cũ trở lại; hãy sửa tệp trước"
                                    .formatted(file),
                            "the file etc/%s is refused and might bring the old password back; mend it first"
                                    .formatted(file)));
        });
    }

    /** In the lane of the source: the record of how it ended does not undo it. */
    private void settled(SettledSecret settled) {
        var names = settled.sources().stream().map(SourceId::value).collect(Collectors.joining(" "));
        record(
                settled.by(),
                "source.password-settled",
                settled.source(),
                Map.of("holds", settled.fresh() ? "new" : "old", "sources", names),
                "how the change of the password of {} ended ({}) is not in the audit log");
    }

    /** @return whether it is recorded */
    private boolean found(Twin twin) {
        return record(
                "system",
                "source.duplicate-device",
                twin.source(),
                Map.of("other", twin.other().value(), "serial", twin.serial()),
                "that the device of {} is another source's, too ({}), is not in the audit log yet");
    }

    @Override
    public List<Text> remarks(SourceId id) {
        return supervision.remarks(id);
    }

    @Override
    public DeviceFacet.Health.HealthReport health(SourceId id) {
        return Waiting.forAnswer(supervisor(id).ask(session -> session.facet(DeviceFacet.Health.class)
                .orElseThrow(() -> new DeviceException.Unsupported(new Text(
                        "thiết bị này không cho biết tình trạng của nó", "this device does not tell how it is")))
                .health()));
    }

    @Override
    public ClockCheck clock(SourceId id) {
        return Waiting.forAnswer(supervisor(id).ask(session -> {
            var clock = clock(session);
            return new ClockCheck(clock.offset(), TimeServers.of(clock));
        }));
    }

    @Override
    public ClockSet setClock(Caller by, SourceId id) {
        if (now().isBefore(CLOCK_SET)) {
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "clock.hub-unset",
                    new Text(
                            "đồng hồ của hệ thống đang là %s, chưa được chỉnh; không đem nó chỉnh cho thiết bị"
                                    .formatted(now()),
                            "the hub's own clock says %s and was never set; it is not handed on to a device"
                                    .formatted(now())));
        }
        var supervisor = supervisor(id);
        var order = new ClockOrder(by, id);
        try {
            Waiting.forAnswer(
                    supervisor.askBeside(order::carryOut)); // beside, as what was sent is not sent twice there
        } catch (Lanes.Stuck e) {
            order.failed(e, false);
            throw e;
        }
        supervisor.examineNow();
        return order.answer();
    }

    /** One order to set a clock. Recorded as failed once, if the device or its driver does not carry it out. */
    private final class ClockOrder {

        private final Caller by;
        private final SourceId id;
        private final AtomicReference<AuditRecord> open = new AtomicReference<>(); // recorded, and not carried out yet
        private volatile Duration before;
        private volatile Optional<String> left = Optional.empty();
        private volatile Optional<Duration> after = Optional.empty();

        private ClockOrder(Caller by, SourceId id) {
            this.by = by;
            this.id = id;
        }

        private boolean carryOut(DeviceSession session) throws DeviceException {
            var clock = clock(session);
            before = clock.offset();
            left = TimeServers.of(clock);
            Lanes.rests(); // the database's turn
            var order = record(
                    by.account(),
                    "source.clock-set",
                    id,
                    Map.of("offsetBefore", before.toString(), "timeServer", left.orElse("")));
            audit.append(order);
            open.set(order);
            Lanes.goesOn();
            try {
                clock.set(now());
            } catch (DeviceException | RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                var lost = left.isPresent() && TimeServers.noneAnyMore(clock);
                Lanes.rests();
                var failure = e instanceof DeviceException said ? Refusals.device(said) : e;
                failed(failure, lost);
                if (lost && failure instanceof HubException said) {
                    throw new HubException(said.reason(), said.rule(), withoutServer(said.text()));
                }
                throw e;
            }
            open.set(null);
            after = offset(clock);
            return true;
        }

        private Optional<Duration> offset(DeviceFacet.Clock clock) {
            try {
                return Optional.of(clock.offset());
            } catch (DeviceException | RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                LOG.info("source {}: its clock was set, and does not say how far it is off now", id, e);
                return Optional.empty();
            }
        }

        /** @param lost whether the device does not follow its time server any more, for all that */
        private void failed(Throwable failure, boolean lost) {
            var order = open.getAndSet(null);
            if (order != null) {
                append(
                        lost
                                ? record(
                                                by.account(),
                                                "source.clock-set",
                                                id,
                                                Map.of("timeServerLeft", left.orElse("")))
                                        .failed(failure)
                                : order.failed(failure),
                        "that the clock of {} could not be set ({}) is not in the audit log",
                        id,
                        order.details());
            }
        }

        /** What is to be known even if the order failed. */
        private Text withoutServer(Text said) {
            return left.map(server -> new Text(
                            "%s; thiết bị đã thôi lấy giờ từ máy chủ NTP (%s)".formatted(said.vi(), server),
                            "%s; the device does not follow its time server (%s) any more"
                                    .formatted(said.en(), server)))
                    .orElse(said);
        }

        private ClockSet answer() {
            if (after.isEmpty()) {
                throw new HubException(
                        Reason.DEVICE,
                        "clock.unchecked",
                        withoutServer(new Text(
                                "đã chỉnh đồng hồ của %s, nhưng thiết bị không cho biết nay lệch bao nhiêu; hãy xem lại sau"
                                        .formatted(id),
                                "the clock of %s was set, but the device does not say how far it is off now; look at it again later"
                                        .formatted(id))));
            }
            record(
                    by.account(),
                    "source.clock-checked",
                    id,
                    Map.of(
                            "offsetBefore",
                            before.toString(),
                            "offsetAfter",
                            after.get().toString()),
                    "that the clock of {} was set, and how it is off now ({}), is not in the audit log");
            return new ClockSet(before, after.get(), left);
        }
    }

    private static DeviceFacet.Clock clock(DeviceSession session) throws DeviceException.Unsupported {
        return session.facet(DeviceFacet.Clock.class)
                .orElseThrow(() -> new DeviceException.Unsupported(new Text(
                        "thiết bị này không cho xem và chỉnh đồng hồ",
                        "this device does not let its clock be read and set")));
    }

    private Instant now() {
        return supervision.timer().instant();
    }

    private Supervisor supervisor(SourceId id) {
        var stored = supervision.ledger().find(id).orElseThrow(() -> Refusals.unknown(id));
        if (stored.settings().driver().isEmpty()) {
            throw Refusals.noDevice(id);
        }
        return supervision.find(id).orElseThrow(() -> Refusals.unknown(id));
    }

    private static AuditRecord record(String by, String action, SourceId id, Map<String, String> details) {
        return AuditRecord.of(by, "core", action, id.value(), Outcome.DONE, details);
    }

    /** Records what has been done: that it cannot be recorded does not undo it, and is not the answer. @return whether it is */
    private boolean record(String by, String action, SourceId id, Map<String, String> details, String otherwise) {
        return append(record(by, action, id, details), otherwise, id, details);
    }

    private boolean append(AuditRecord record, String otherwise, SourceId id, Map<String, String> details) {
        try {
            audit.append(record);
            return true;
        } catch (HubException unrecorded) {
            LOG.error(otherwise, id, details, unrecorded);
            return false;
        }
    }
}
