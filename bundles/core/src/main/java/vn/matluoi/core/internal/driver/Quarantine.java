package vn.matluoi.core.internal.driver;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;

/**
 * The plug-ins that are stopped because they crashed again and again, or hung in their start, their stop or at what a device sent, as
 * {@code etc/vn.matluoi.drivers.cfg} has them: {@code quarantine.acme = 1.2.0 | why}. A person releases one, by
 * {@code hub:driver-release} or by taking the line out; another version of it is not held. Any thread.
 */
@Component(service = Quarantine.class, configurationPid = DriverInstaller.PID)
public final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final String SEPARATOR = " | ";

    private final Map<String, Mark> marks = new ConcurrentHashMap<>();
    private volatile Set<String> inFile = Set.of();
    private volatile Consumer<String> released = family -> {};
    private volatile BiConsumer<String, Mark> warden = (family, mark) -> {};

    /** The hub starts without it: a mark does not wait for the database. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile AuditLog audit;

    /** @param version of the plug-in that is held */
    record Mark(String version, Text why) {

        private static Mark parse(String line) {
            var parts = line.split(java.util.regex.Pattern.quote(SEPARATOR), 3);
            var vi = parts.length > 1 ? parts[1] : "";
            return new Mark(parts[0].strip(), new Text(vi, parts.length > 2 ? parts[2] : vi));
        }

        String line() {
            return String.join(SEPARATOR, version, plain(why.vi()), plain(why.en()));
        }

        private static String plain(String words) {
            return words.replaceAll("[\\p{Cntrl}|$]", " ");
        }
    }

    @Activate
    public Quarantine(@Reference DriverShelf shelf, Map<String, Object> settings) {
        modified(settings);
        shelf.judgeBy((family, why) -> shelf.find(family)
                .ifPresent(serving -> hold(family, serving.version().toString(), why)));
    }

    @Modified
    void modified(Map<String, Object> settings) {
        var now = families(settings);
        var taken = new HashSet<>(inFile);
        taken.removeAll(now); // a mark that is still to be written is not among them
        inFile = now;
        taken.forEach(marks::remove);
        settings.forEach((key, value) -> {
            if (key.startsWith(DriverConfiguration.QUARANTINE)) {
                marks.put(key.substring(DriverConfiguration.QUARANTINE.length()), Mark.parse(String.valueOf(value)));
            }
        });
        taken.forEach(released);
    }

    private static Set<String> families(Map<String, Object> settings) {
        return settings.keySet().stream()
                .filter(key -> key.startsWith(DriverConfiguration.QUARANTINE))
                .map(key -> key.substring(DriverConfiguration.QUARANTINE.length()))
                .collect(java.util.stream.Collectors.toSet());
    }

    /**
     * Neither may block.
     *
     * @param warden has a family stopped and its mark written
     * @param released has one started whose mark was taken out of the file
     */
    void guardedBy(BiConsumer<String, Mark> warden, Consumer<String> released) {
        this.warden = warden;
        this.released = released;
    }

    /** Holds that version from now on. */
    void hold(String family, String version, Text why) {
        var mark = new Mark(version, why);
        if (!mark.version.equals(
                Optional.ofNullable(marks.put(family, mark)).map(Mark::version).orElse(""))) {
            LOG.error("driver {} {} is quarantined: {}", family, version, why.en());
        }
        warden.accept(family, mark);
    }

    /** Writes it to the audit log, if that is there; may block. */
    void record(String family, Mark mark) {
        var log = audit;
        if (log == null) {
            return; // said at ERROR, and marked
        }
        var details = Map.of("version", mark.version, "why", mark.why.en());
        try {
            log.append(AuditRecord.of("system", "core", "driver.quarantine", family, Outcome.DONE, details));
        } catch (HubException e) {
            LOG.warn("the quarantine of driver {} is not recorded: {}", family, e.getMessage());
        }
    }

    void release(String family) {
        marks.remove(family);
    }

    Optional<Mark> mark(String family) {
        return Optional.ofNullable(marks.get(family));
    }

    Set<String> families() {
        return Set.copyOf(marks.keySet());
    }

    /** @return whether that version of it is held */
    boolean holds(String family, String version) {
        return mark(family).filter(mark -> mark.version.equals(version)).isPresent();
    }

    /** @return why it is held, and how it is let go; empty if it is not held */
    public Optional<Text> problem(String family) {
        return mark(family)
                .map(mark -> new Text(
                        "phiên bản %1$s bị cách ly, không được khởi động lại: %2$s. Sau khi xem xét, hub:driver-release %3$s cho chạy lại; hoặc cài phiên bản khác (hub:driver-rollback %3$s)"
                                .formatted(mark.version, mark.why.vi(), family),
                        "version %1$s is quarantined, not started again: %2$s. Having looked into it, hub:driver-release %3$s lets it run again; or install another version (hub:driver-rollback %3$s)"
                                .formatted(mark.version, mark.why.en(), family)));
    }
}
