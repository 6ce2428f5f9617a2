package vn.matluoi.core.internal.source;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.SettingsMigrator;
import vn.matluoi.api.driver.SettingsMigrator.CannotMigrate;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.driver.OptionChanges;
import vn.matluoi.core.internal.driver.StoredOptions;
import vn.matluoi.core.internal.supervise.Supervision;

/** Carries stored options over to another version of a plug-in, as its {@link SettingsMigrator} says. */
@Component(service = StoredOptions.class)
public final class FamilyOptions implements StoredOptions {

    private static final long LONGEST_SECONDS = 30;

    private final BundleContext context;
    private final Supervision supervision;

    @Activate
    public FamilyOptions(BundleContext context, @Reference Supervision supervision) {
        this.context = context;
        this.supervision = supervision;
    }

    @Override
    public OptionChanges ask(String family, String from, String to) {
        var reference = migrator(family, new Version(to));
        if (reference.isEmpty()) {
            return OptionChanges.NONE;
        }
        var migrator = context.getService(reference.get());
        try {
            return migrator == null ? OptionChanges.NONE : ask(migrator, family, from, to);
        } finally {
            context.ungetService(reference.get());
        }
    }

    OptionChanges ask(SettingsMigrator migrator, String family, String from, String to) {
        var before = new TreeMap<String, Map<String, String>>();
        var after = new TreeMap<String, Map<String, String>>();
        var asked = new FutureTask<Void>(() -> {
            for (var source : supervision.ledger().all()) {
                if (source.settings().driver().filter(family::equals).isPresent()) {
                    ask(migrator, source, from, to, before, after);
                }
            }
            return null;
        });
        // a plug-in's own code: it may hang
        var thread = new Thread(asked, "matluoi-drivers-options");
        thread.setDaemon(true);
        thread.start();
        try {
            asked.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HubException refusal
                    ? refusal
                    : failed(family, to, e.getCause().toString());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw failed(family, to, "> %d s".formatted(LONGEST_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(family, to, "interrupted");
        }
        return new OptionChanges(before, after);
    }

    private static void ask(
            SettingsMigrator migrator,
            StoredSource source,
            String from,
            String to,
            Map<String, Map<String, String>> before,
            Map<String, Map<String, String>> after) {
        var options = source.settings().options();
        Map<String, String> migrated;
        try {
            migrated = Map.copyOf(migrator.migrate(options, from, to));
        } catch (CannotMigrate e) {
            throw cannot(source, e.text());
        }
        if (migrated.equals(options)) {
            return;
        }
        source.file().ifPresent(file -> {
            throw cannot(
                    source,
                    new Text(
                            "tệp etc/%s quản lý nó; hãy tự sửa các tùy chọn thành %s rồi nâng cấp lại"
                                    .formatted(file, migrated),
                            "file etc/%s owns it; change its options to %s there, then upgrade again"
                                    .formatted(file, migrated)));
        });
        before.put(source.settings().id().value(), options);
        after.put(source.settings().id().value(), migrated);
    }

    @Override
    public void store(OptionChanges changes, String by) {
        var begun = new ArrayList<String>();
        try {
            changes.after()
                    .forEach((source, options) -> store(source, by, present -> {
                        var untouched = present.file().isEmpty()
                                && present.settings()
                                        .options()
                                        .equals(changes.before().get(source));
                        if (!untouched) {
                            throw cannot(
                                    present,
                                    new Text(
                                            "có người vừa sửa nó trong lúc nâng cấp; hãy nâng cấp lại",
                                            "somebody changed it during the upgrade; upgrade again"));
                        }
                        begun.add(source); // even if the database then says no: it may have stored it all the same
                        return options;
                    }));
        } catch (RuntimeException failure) {
            for (var source : begun) {
                try {
                    takeBack(source, changes, by);
                } catch (RuntimeException e) {
                    failure.addSuppressed(e);
                }
            }
            throw failure;
        }
    }

    @Override
    public void takeBack(OptionChanges changes, String by) {
        changes.before().keySet().forEach(source -> takeBack(source, changes, by));
    }

    private void takeBack(String source, OptionChanges changes, String by) {
        var present = supervision.ledger().find(new SourceId(source)).filter(each -> each.file()
                .isEmpty());
        if (present.isEmpty()) {
            return;
        }
        var now = present.get().settings().options();
        if (!changes.takenBack(source, now).equals(now)) {
            store(source, by, each -> changes.takenBack(source, each.settings().options()));
        }
    }

    private void store(String source, String by, Function<StoredSource, Map<String, String>> options) {
        var id = new SourceId(source);
        supervision.ledger().change(id, present -> with(present, options.apply(present)), by);
        supervision.changed(id);
    }

    private static StoredSource with(StoredSource source, Map<String, String> options) {
        return new StoredSource(
                source.settings().with(options),
                source.sealedSecret(),
                source.file(),
                source.pinnedIdentity(),
                source.pinnedCertificate(),
                source.blocked(),
                source.pendingSecret());
    }

    private Optional<ServiceReference<SettingsMigrator>> migrator(String family, Version version) {
        try {
            return context
                    .getServiceReferences(SettingsMigrator.class, "(%s=%s)".formatted(DeviceDriver.FAMILY, family))
                    .stream()
                    .filter(DriverShelf::speaksForItsOwn)
                    .filter(each -> each.getBundle().getVersion().equals(version))
                    .findFirst();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(family, e);
        }
    }

    private static HubException cannot(StoredSource source, Text why) {
        var id = source.settings().id();
        return new HubException(
                Reason.CONFLICT,
                "driver.options",
                new Text(
                        "không chuyển được tùy chọn của nguồn %s: %s".formatted(id, why.vi()),
                        "the options of source %s cannot be carried over: %s".formatted(id, why.en())));
    }

    private static HubException failed(String family, String version, String why) {
        return new HubException(
                Reason.CONFLICT,
                "driver.options",
                new Text(
                        "trình điều khiển %s %s không chuyển được tùy chọn đã lưu (%s); hãy báo cho tác giả"
                                .formatted(family, version, why),
                        "driver %s %s failed to carry stored options over (%s); tell its author"
                                .formatted(family, version, why)));
    }
}
