package vn.matluoi.core.internal.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.source.SourceChanges.Author;
import vn.matluoi.core.internal.supervise.Refusals;
import vn.matluoi.core.internal.supervise.Supervision;
import vn.matluoi.core.internal.supervise.Targets;

/**
 * Sources by file: {@code etc/vn.matluoi.source-NAME.cfg} is an import into the database, marked with the file's name.
 * What is saved is applied; what is wrong is refused, with file and key named, and the last good state stays; the secret
 * goes to the vault and its line out of the file; a deleted file ends the supervision. Each file has a lane of its own, so
 * that what is saved twice is applied in order, and Configuration Admin's thread is never held.
 */
@Component(service = ManagedServiceFactory.class, property = "service.pid=vn.matluoi.source", immediate = true)
public final class SourceFiles implements ManagedServiceFactory {

    private static final Logger LOG = LoggerFactory.getLogger(SourceFiles.class);
    private static final String FILE = "felix.fileinstall.filename";
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ManagedSources sources;
    private final SourceChanges changes;
    private final Supervision supervision;
    private final Vault vault;
    private final Path etc;
    private final AutoCloseable listening;
    private final Map<String, Path> byPid = new ConcurrentHashMap<>();
    private final Map<String, Dictionary<String, ?>> waiting = new ConcurrentHashMap<>(); // saved, not applied, by name

    @Activate
    public SourceFiles(
            @Reference ManagedSources sources,
            @Reference Supervision supervision,
            @Reference Vault vault,
            @Reference DriverShelf shelf) {
        this(sources, supervision, vault, shelf, Path.of(System.getProperty("karaf.etc", "etc")));
    }

    SourceFiles(ManagedSources sources, Supervision supervision, Vault vault, DriverShelf shelf, Path etc) {
        this.sources = sources;
        this.changes = sources.changes();
        this.supervision = supervision;
        this.vault = vault;
        this.etc = etc;
        this.listening = shelf.listen(family -> retryRefused());
        inLane("(files)", this::removeThoseWhoseFileIsGone);
    }

    @Override
    public String getName() {
        return "Mắt Lưới sources";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        var file = Optional.ofNullable(properties.get(FILE)).map(name -> pathOf(name.toString()));
        if (file.isEmpty()) {
            LOG.warn(
                    "configuration {} is of no file: sources are entered by REST, shell or etc/{}NAME.cfg",
                    pid,
                    SourceFile.PREFIX);
            return;
        }
        if (Files.notExists(file.get())) { // deleted while the hub was down: the framework still has what it said
            inLane(nameOf(file.get()), () -> removeIfGone(file.get()));
            return;
        }
        byPid.put(pid, file.get());
        waiting.put(nameOf(file.get()), properties);
        inLane(nameOf(file.get()), () -> takeIn(file.get()));
    }

    /** A file that was refused because its driver was not there may be good now. */
    private void retryRefused() {
        byPid.values().stream()
                .filter(file -> waiting.containsKey(nameOf(file)))
                .forEach(file -> inLane(nameOf(file), () -> takeIn(file)));
    }

    @Deactivate
    void stop() throws Exception {
        listening.close();
    }

    @Override
    public void deleted(String pid) {
        var file = byPid.remove(pid);
        if (file != null) {
            waiting.remove(nameOf(file));
            inLane(nameOf(file), () -> removeIfGone(file));
        }
    }

    private void takeIn(Path path) {
        var name = nameOf(path);
        var properties = waiting.get(name);
        if (properties == null) {
            return; // a later look at it has done it
        }
        Optional<char[]> secret = Optional.empty();
        try {
            var id = SourceFile.idOf(name).orElseThrow(() -> badName(name));
            var file = SourceFile.read(id, properties);
            secret = file.secret();
            apply(new Author("system", Optional.of(name)), file);
            if (secret.isPresent() && SecretLine.remove(path)) {
                LOG.info("the secret of {} is in the vault now, its line is out of the file", name);
            }
            sources.refused().clear(name);
            waiting.remove(name, properties);
        } catch (HubException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                throw e; // the database's turn: again later
            }
            refuse(name, e);
            if (Refusals.isPasswordUnsettled(e)) {
                throw e; // shown, and tried again until it is settled
            }
        } catch (IOException e) {
            refuse(name, notWritable(name));
        } finally {
            secret.ifPresent(clear -> Arrays.fill(clear, '\0'));
        }
    }

    private void apply(Author author, SourceFile file) {
        var id = file.settings().id();
        var present = supervision.ledger().find(id);
        if (present.isEmpty()) {
            changes.add(author, file.settings(), file.secret(), file.certificate());
            return;
        }
        var newSecret = file.secret().filter(clear -> !isKept(present.get(), clear));
        var newCertificate = file.certificate()
                .filter(text -> !present.get().pinnedCertificate().equals(Optional.of(SourceRules.fingerprint(text))));
        var same = present.get().file().equals(author.file())
                && present.get().settings().equals(file.settings());
        if (!same || newSecret.isPresent() || newCertificate.isPresent()) {
            changes.update(author, file.settings(), newSecret, file.certificate());
        }
    }

    /** A secret that is in the vault already is not a new one: it does not close the bad-password circuit. */
    private boolean isKept(StoredSource present, char[] secret) {
        if (present.sealedSecret().isEmpty()) {
            return false;
        }
        try {
            var kept = vault.open(
                    Targets.context(present.settings().id()),
                    present.sealedSecret().get());
            var same = Arrays.equals(kept, secret);
            Arrays.fill(kept, '\0');
            return same;
        } catch (IllegalArgumentException e) {
            return false; // what does not open is replaced
        }
    }

    private void refuse(String name, HubException why) {
        var problem = problem(name, why);
        if (sources.refused().put(name, problem)) {
            LOG.warn("{} is refused, the last good state stays: {}", name, problem);
            SourceFile.idOf(name)
                    .ifPresent(id -> changes.note(
                            new Author("system", Optional.of(name)),
                            "source.refuse",
                            id,
                            Outcome.REFUSED,
                            Map.of("file", name, "rule", why.rule())));
        }
    }

    /** @return file, then each key with what is wrong with it */
    private static Text problem(String name, HubException why) {
        if (why.errors().isEmpty()) {
            return new Text(
                    "etc/%s: %s".formatted(name, why.text().vi()),
                    "etc/%s: %s".formatted(name, why.text().en()));
        }
        return new Text(
                "etc/%s: %s"
                        .formatted(
                                name,
                                why.errors().stream()
                                        .map(error -> error.field() + ": "
                                                + error.message().vi())
                                        .collect(Collectors.joining("; "))),
                "etc/%s: %s"
                        .formatted(
                                name,
                                why.errors().stream()
                                        .map(error -> error.field() + ": "
                                                + error.message().en())
                                        .collect(Collectors.joining("; "))));
    }

    /** It may be back: who was refused is asked again for days, until it is known which password a device takes. */
    private void removeIfGone(Path path) {
        if (Files.exists(path)) {
            return;
        }
        var name = nameOf(path);
        try {
            SourceFile.idOf(name)
                    .flatMap(id -> supervision.ledger().find(id))
                    .filter(source -> source.file().equals(Optional.of(name)))
                    .ifPresent(source -> changes.remove(
                            new Author("system", Optional.of(name)),
                            source.settings().id()));
            sources.refused().clear(name);
        } catch (HubException e) {
            if (Refusals.isPasswordUnsettled(e)) {
                refuse(name, e);
            }
            throw e;
        }
    }

    /** A file deleted while the hub was down is deleted all the same. */
    private void removeThoseWhoseFileIsGone() {
        if (Files.isDirectory(etc)) {
            sources.stored().stream()
                    .flatMap(source -> source.file().stream())
                    .filter(name -> Files.notExists(etc.resolve(name)))
                    .forEach(name -> inLane(
                            name, () -> removeIfGone(etc.resolve(name)))); // one that must stay for now keeps no other
        }
    }

    private void inLane(String lane, Runnable work) {
        supervision
                .lanes()
                .run(lane, false, () -> {
                    work.run();
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure instanceof HubException) {
                        LOG.debug("{} is tried again", lane, failure);
                        supervision.timer().after(RETRY, () -> inLane(lane, work));
                    } else if (failure != null) {
                        LOG.error("{} could not be taken in", lane, failure);
                    }
                });
    }

    private static Path pathOf(String name) {
        return name.startsWith("file:") ? Path.of(URI.create(name)) : Path.of(name);
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    private static HubException badName(String name) {
        return new HubException(
                Reason.INVALID,
                "source.file-name",
                new Text(
                        "tên tệp phải có dạng %sTÊN.cfg, TÊN gồm chữ thường, chữ số và gạch nối"
                                .formatted(SourceFile.PREFIX),
                        "the file's name must be %sNAME.cfg, NAME of lower-case letters, digits and hyphens"
                                .formatted(SourceFile.PREFIX)));
    }

    private static HubException notWritable(String name) {
        return new HubException(
                Reason.INVALID,
                "source.file-not-writable",
                new Text(
                        "mật khẩu đã vào kho nhưng không xóa được dòng secret khỏi tệp; hãy xóa tay và kiểm tra quyền ghi",
                        "the secret is in the vault, but its line cannot be taken out of the file; delete it by hand and check the file's mode"));
    }
}
