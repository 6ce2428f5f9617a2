package vn.matluoi.profiles.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Profiles;
import vn.matluoi.api.schema.SchemaReady;

/**
 * The profiles that administrators made, beside the shipped ones. The folder says which there should be; the database keeps the
 * last good document of each, with which a restart begins. Guarded by {@code this}.
 */
@Component(service = Profiles.class, immediate = true)
public final class InstalledProfiles implements Profiles {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledProfiles.class);

    private static final long LOOK_SECONDS = 2;

    private final Map<String, Profile> shipped;
    private final ProfileStore store;
    private final ProfileFiles files;
    private final AuditLog audit;
    private final Function<Profile, Runnable> register;
    private final Map<String, Good> installed = new TreeMap<>();
    private final Map<String, Text> refusals = new TreeMap<>();
    private final Optional<ScheduledExecutorService> looking;
    private boolean closed;

    /** @param unregister takes the service away; nothing if the document no longer fits and there is none */
    private record Good(String document, Optional<Document> read, Runnable unregister) {}

    @Activate
    public InstalledProfiles(
            BundleContext bundles,
            @Reference ProfileServices shipped,
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=profiles)") SchemaReady ready,
            @Reference AuditLog audit) {
        this(
                shipped.profiles(),
                new ProfileStore(database),
                new ProfileFiles(Path.of(System.getProperty("karaf.etc", "etc"), "profiles")),
                audit,
                profile -> ProfileServices.register(bundles, profile)::unregister,
                Optional.of(Executors.newSingleThreadScheduledExecutor(work -> {
                    var thread = new Thread(work, "matluoi-profiles");
                    thread.setDaemon(true);
                    return thread;
                })));
    }

    /** @param register makes a profile a service, and gives what takes it away */
    InstalledProfiles(
            Map<String, Profile> shipped,
            ProfileStore store,
            ProfileFiles files,
            AuditLog audit,
            Function<Profile, Runnable> register,
            Optional<ScheduledExecutorService> looking) {
        this.shipped = shipped;
        this.store = store;
        this.files = files;
        this.audit = audit;
        this.register = register;
        this.looking = looking;
        store.all().forEach(this::begin);
        looking.ifPresent(timer -> timer.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS));
    }

    private void begin(String name, String json) {
        try {
            use(name, json, Document.of(json));
        } catch (RuntimeException e) { // made for another version of the hub
            installed.put(name, new Good(json, Optional.empty(), () -> {}));
            refusals.put(name, problem(name, e));
            LOG.warn("profile {} of before cannot be used: {}", name, e.getMessage());
        }
    }

    @Deactivate
    void close() {
        looking.ifPresent(ScheduledExecutorService::shutdownNow);
        synchronized (this) {
            closed = true;
            installed.values().forEach(good -> good.unregister().run());
            installed.clear();
        }
    }

    /** Takes what changed in the folder; what cannot be taken for want of the database is taken at a later look. */
    synchronized void look() {
        if (closed) {
            return;
        }
        try {
            var there = files.look();
            there.forEach((name, changed) -> {
                if (changed) {
                    take(name);
                }
            });
            for (var name : List.copyOf(installed.keySet())) {
                if (!there.containsKey(name)) {
                    drop("system", "file", name);
                }
            }
            refusals.keySet().removeIf(name -> !there.containsKey(name) && !installed.containsKey(name));
        } catch (HubException e) {
            LOG.debug("profiles wait: {}", e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.warn("etc/profiles cannot be read: {}", e.toString());
        }
    }

    private void take(String name) {
        try {
            var json = files.read(name);
            var good = installed.get(name);
            if (good != null && good.document().equals(json) && good.read().isPresent()) {
                refusals.remove(name);
            } else {
                keep("system", "file", name, json);
            }
            files.settle(name);
        } catch (HubException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                throw e;
            }
            refuse(name, e);
        } catch (IOException e) {
            LOG.debug("{} is read at the next look", name, e);
        }
    }

    private void refuse(String name, HubException why) {
        files.settle(name);
        var problem = problem(name, why);
        if (!problem.equals(refusals.put(name, problem))) {
            LOG.warn("{}", problem);
        }
    }

    private Text problem(String name, RuntimeException why) {
        var file = files.shown(name);
        if (!(why instanceof HubException refused)) {
            return new Text(
                    file + ": không đọc được bằng bản này của hệ thống",
                    file + ": this version of the hub cannot read it");
        }
        var vi = new StringBuilder(file).append(": ");
        var en = new StringBuilder(file).append(": ");
        if (refused.errors().isEmpty()) {
            vi.append(refused.text().vi());
            en.append(refused.text().en());
        }
        var separator = "";
        for (var error :
                refused.errors().subList(0, Math.min(3, refused.errors().size()))) {
            vi.append(separator)
                    .append(error.field())
                    .append(" ")
                    .append(error.message().vi());
            en.append(separator)
                    .append(error.field())
                    .append(" ")
                    .append(error.message().en());
            separator = "; ";
        }
        return new Text(vi.toString(), en.toString());
    }

    /** Judges a document; records, stores and uses it. */
    private void keep(String by, String surface, String name, String json) {
        var document = checked(json);
        if (!document.name().equals(name)) {
            throw Faults.of(
                    "/name",
                    "profile.name",
                    "phải là tên tệp không có .json: %s".formatted(name),
                    "must be the file's name without .json: %s".formatted(name));
        }
        document.profile(shipped);
        var details = new TreeMap<>(Map.of("file", files.shown(name)));
        document.base().ifPresent(base -> details.put("extends", base));
        audit.recorded(AuditRecord.of(by, surface, "profile.install", name, AuditRecord.Outcome.DONE, details), () -> {
            if (!surface.equals("file")) {
                files.write(name, json);
            }
            store.put(name, json);
            use(name, json, document);
            return name;
        });
        refusals.remove(name);
        LOG.info("profile {} is installed", name);
    }

    private Document checked(String json) {
        var document = Document.checked(json);
        if (shipped.containsKey(document.name())) {
            var text = new Text(
                    "“%s” là mẫu đi kèm hệ thống; hãy đặt tên khác".formatted(document.name()),
                    "“%s” is a profile that is shipped; give this one another name".formatted(document.name()));
            throw new HubException(
                    Reason.CONFLICT,
                    "profile.shipped",
                    text,
                    List.of(new HubException.FieldError("/name", "profile.shipped", text)));
        }
        return document;
    }

    /** The new one is there before the old one goes. */
    private void use(String name, String json, Document document) {
        var unregister = register.apply(document.profile(shipped));
        var before = installed.put(name, new Good(json, Optional.of(document), unregister));
        if (before != null) {
            before.unregister().run();
        }
    }

    private void drop(String by, String surface, String name) {
        audit.recorded(AuditRecord.of(by, surface, "profile.remove", name, AuditRecord.Outcome.DONE, Map.of()), () -> {
            if (!surface.equals("file")) {
                files.delete(name);
            }
            store.remove(name);
            installed.remove(name).unregister().run();
            return name;
        });
        refusals.remove(name);
        LOG.info("profile {} is removed", name);
    }

    @Override
    public synchronized List<Listed> list() {
        var list = new ArrayList<Listed>();
        ShippedProfiles.NAMES.forEach(name -> {
            var document = Document.of(ShippedProfiles.document(name));
            list.add(new Listed(name, document.title(), document.base(), Optional.empty(), true, Optional.empty()));
        });
        installed.forEach((name, good) -> list.add(listed(name, good)));
        refusals.forEach((name, problem) -> {
            if (!installed.containsKey(name)) {
                list.add(new Listed(
                        name,
                        Text.same(name),
                        Optional.empty(),
                        Optional.of(files.shown(name)),
                        false,
                        Optional.of(problem)));
            }
        });
        return list;
    }

    private Listed listed(String name, Good good) {
        return new Listed(
                name,
                good.read().map(Document::title).orElse(Text.same(name)),
                good.read().flatMap(Document::base),
                Optional.of(files.shown(name)),
                good.read().isPresent(),
                Optional.ofNullable(refusals.get(name)));
    }

    @Override
    public synchronized String document(String name) {
        if (shipped.containsKey(name)) {
            return ShippedProfiles.document(name);
        }
        return Optional.ofNullable(installed.get(name)).map(Good::document).orElseThrow(InstalledProfiles::unknown);
    }

    @Override
    public Profile read(String json) {
        return Document.checked(json).profile(shipped);
    }

    @Override
    public synchronized Listed install(Caller by, String surface, String json) {
        var name = checked(json).name();
        keep(by.account(), surface, name, json);
        return listed(name, installed.get(name));
    }

    @Override
    public synchronized void remove(Caller by, String surface, String name) {
        if (shipped.containsKey(name)) {
            throw new HubException(
                    Reason.CONFLICT,
                    "profile.shipped",
                    new Text(
                            "“%s” là mẫu đi kèm hệ thống, không xóa được".formatted(name),
                            "“%s” is a profile that is shipped and cannot be removed".formatted(name)));
        }
        if (installed.containsKey(name)) {
            drop(by.account(), surface, name);
        } else if (refusals.containsKey(name)) {
            audit.recorded(
                    AuditRecord.of(
                            by.account(), surface, "profile.remove", name, AuditRecord.Outcome.DONE, new HashMap<>()),
                    () -> {
                        files.delete(name);
                        return name;
                    });
            refusals.remove(name);
        } else {
            throw unknown();
        }
    }

    private static HubException unknown() {
        return new HubException(
                Reason.NOT_FOUND,
                "profile.unknown",
                new Text(
                        "không có mẫu bảng này; xem danh sách bằng hub:profile-list",
                        "there is no such profile; hub:profile-list shows those there are"));
    }
}
