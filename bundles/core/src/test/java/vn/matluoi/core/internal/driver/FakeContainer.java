package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.apache.karaf.features.Repository;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.driver.kar.KarGate;
import vn.matluoi.core.internal.testing.MemoryStore;

/** A container with a features service that knows one family, {@code acme}. */
final class FakeContainer {

    static final String NAME = "vn.matluoi.driver.acme";

    final DriverShelf shelf = new DriverShelf();
    final List<String> installed = new CopyOnWriteArrayList<>(); // feature ids, in their order
    final List<String> repositories = new CopyOnWriteArrayList<>();
    /** What it read of features files, by address: it reads none again that it has. */
    final Map<String, String> read = new ConcurrentHashMap<>();
    /** The features files as they were at each deployment. */
    final List<String> deployedFrom = new CopyOnWriteArrayList<>();
    /** What is required beside the family's. */
    final Set<String> required = new CopyOnWriteArraySet<>();

    final AtomicInteger stops = new AtomicInteger();
    final FakeConfigurations configurations = new FakeConfigurations();
    final Quarantine quarantine = new Quarantine(shelf, Map.of());
    final DriverRepository repository;
    final Path shipped;
    final DriverFaults faults;
    final DriverInstaller installer;
    final InstalledDrivers drivers;

    volatile Optional<Version> present = Optional.empty();
    /** What simulating prints beside the driver's own changes. */
    volatile String touches = "";
    /** A bundle that is wired to the driver's. */
    volatile Optional<String> user = Optional.empty();
    /** That version comes, but registers no driver. */
    volatile String dumb = "";
    /** Another puts standard output elsewhere while a plan is made. */
    volatile boolean disturbed;
    /** The container resolves nothing. */
    volatile boolean unresolvable;

    private Optional<DeviceDriver> serving = Optional.empty();

    /** @param folder has {@code repository}, {@code archive} and the list {@code shipped.sha256} */
    FakeContainer(Path folder, KarGate gate) {
        this(folder, gate, Optional.empty(), Map.of("unsigned.allowed", "false"));
    }

    /** One that starts with what an earlier run left. */
    FakeContainer(Path folder, KarGate gate, Optional<Version> installedBefore, Map<String, Object> settings) {
        present = installedBefore;
        shipped = folder.resolve("shipped.sha256");
        repository = new DriverRepository(folder.resolve("repository"));
        var context = fake(BundleContext.class, (method, arguments) -> "getBundles".equals(method) ? bundles() : null);
        faults = new DriverFaults(context);
        installer = new DriverInstaller(
                context,
                faults,
                new StubbornPlugins(folder.resolve("stubborn")),
                quarantine,
                new DriverConfiguration(configurations.admin()),
                repository,
                folder.resolve("archive"),
                shipped,
                gate,
                settings);
        installer.bindFeatures(fake(FeaturesService.class, this::features));
        drivers = new InstalledDrivers(
                context, shelf, faults, quarantine, new MemoryStore(), repository, folder.resolve("archive"));
    }

    /** Waits until the installer has done what it was told. */
    void settled() {
        installer.unmark("nobody").join();
    }

    DriverOrders orders(AuditLog audit, StoredOptions options, DriverArchive archive, KarGate gate) {
        return new DriverOrders(
                installer,
                drivers,
                quarantine,
                new DriverConfiguration(configurations.admin()),
                audit,
                options,
                archive,
                gate);
    }

    /** Puts a version there as the distribution's own. */
    DriverRepository.Offer ship(String version) throws IOException {
        return ship("acme", version);
    }

    DriverRepository.Offer ship(String family, String version) throws IOException {
        var offer = put(family, version);
        for (var file : List.of(repository.jar(offer), repository.features(offer))) {
            Files.writeString(
                    shipped,
                    "%s  drivers/repository/%s%n"
                            .formatted(
                                    HexFormat.of().formatHex(KarGate.sha256(Files.readAllBytes(file))),
                                    repository.folder().relativize(file)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return offer;
    }

    /** Puts a version there by hand. */
    DriverRepository.Offer put(String version) throws IOException {
        return put("acme", version);
    }

    private DriverRepository.Offer put(String family, String version) throws IOException {
        var offer = new DriverRepository.Offer(family, version);
        Files.createDirectories(repository.jar(offer).getParent());
        putJar(offer, version);
        Files.writeString(repository.features(offer), "<features/>");
        return offer;
    }

    /** @param version what its manifest says */
    void putJar(DriverRepository.Offer offer, String version) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "vn.matluoi.driver." + offer.family());
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        manifest.getMainAttributes().putValue("Matluoi-Reaches", "http:80@10.0.0.0/8");
        new JarOutputStream(Files.newOutputStream(repository.jar(offer)), manifest).close();
    }

    /** Another family's, installed beside it. */
    DriverRepository.Offer installOther(String version) throws IOException {
        var offer = ship("other", version);
        required.add("feature:matluoi-driver-other/[%1$s,%1$s]".formatted(version));
        repositories.add(offer.featuresUri());
        return offer;
    }

    private Bundle[] bundles() {
        return present.map(version -> new Bundle[] {
                    fake(Bundle.class, (method, arguments) -> switch (method) {
                        case "getSymbolicName" -> NAME;
                        case "getVersion" -> version;
                        case "getState" -> Bundle.ACTIVE;
                        case "stop" -> stopped();
                        case "adapt" -> user.map(FakeContainer::wiredTo).orElse(null);
                        default -> method.equals("getBundleId") ? 7L : null;
                    })
                })
                .orElseGet(() -> new Bundle[0]);
    }

    private Object stopped() {
        stops.incrementAndGet();
        return null;
    }

    private static BundleWiring wiredTo(String name) {
        var bundle = fake(Bundle.class, (method, arguments) -> name);
        var requirer = fake(BundleRevision.class, (method, arguments) -> bundle);
        var wire = fake(BundleWire.class, (method, arguments) -> requirer);
        return fake(BundleWiring.class, (method, arguments) -> List.of(wire));
    }

    private Object features(String method, Object[] arguments) {
        switch (method) {
            case "addRepository" -> {
                repositories.add(String.valueOf(arguments[0]));
                read.remove(String.valueOf(arguments[0]));
            }
            case "removeRepository" -> {
                repositories.removeIf(String.valueOf(arguments[0])::equals);
                read.remove(String.valueOf(arguments[0]));
            }
            case "refreshRepositories" -> ((Set<?>) arguments[0]).forEach(uri -> read.remove(uri.toString()));
            case "listRepositories" -> {
                return known(List.copyOf(loaded().keySet()));
            }
            case "listRequiredRepositories" -> {
                return known(repositories.stream()
                        .filter(loaded()::containsKey)
                        .distinct()
                        .toList());
            }
            case "updateFeaturesState" -> deployedFrom.addAll(loaded().values());
            case "installFeatures" -> install((Set<?>) arguments[0], (EnumSet<?>) arguments[1]);
            case "listRequirements" -> {
                var all = new HashSet<>(required);
                present.ifPresent(version -> all.add("feature:matluoi-driver-acme/[%1$s,%1$s]".formatted(version)));
                return Map.of(FeaturesService.ROOT_REGION, all);
            }
            case "removeRequirements" -> {
                if (((EnumSet<?>) arguments[1]).contains(Option.Simulate)) {
                    System.out.println(touches);
                } else {
                    deployedFrom.addAll(loaded().values());
                    bring(Optional.empty());
                }
            }
            case "listInstalledFeatures" -> {
                return present.map(version -> new Feature[] {
                            fake(
                                    Feature.class,
                                    (asked, none) ->
                                            "matluoi-driver-acme" + ("getId".equals(asked) ? "/" + version : ""))
                        })
                        .orElseGet(() -> new Feature[0]);
            }
            default -> {}
        }
        return null;
    }

    /** Reads what it has not read yet, and what that leads to. */
    private Map<String, String> loaded() {
        var next = new ArrayDeque<>(repositories);
        var seen = new HashSet<String>();
        while (!next.isEmpty()) {
            var uri = next.remove();
            var parts = uri.split("/");
            if (seen.add(uri)) {
                var content = read.computeIfAbsent(uri, key -> content(parts[1], parts[2]));
                next.addAll(ledTo(content));
            }
        }
        read.values().removeIf(String::isEmpty); // there is no such file
        return read;
    }

    private String content(String name, String version) {
        try {
            return Files.readString(repository
                    .folder()
                    .resolve("vn/matluoi/%1$s/%2$s/%1$s-%2$s-features.xml".formatted(name, version)));
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> ledTo(String content) {
        return Pattern.compile("<repository>(.*?)</repository>")
                .matcher(content)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private Repository[] known(List<String> uris) {
        return uris.stream()
                .map(uri -> fake(
                        Repository.class,
                        (method, arguments) -> method.equals("getURI")
                                ? URI.create(uri)
                                : ledTo(read.getOrDefault(uri, "")).stream()
                                        .map(URI::create)
                                        .toArray(URI[]::new)))
                .toArray(Repository[]::new);
    }

    private void install(Set<?> features, EnumSet<?> options) {
        if (unresolvable) {
            throw new IllegalStateException("Unable to resolve root");
        }
        var id = String.valueOf(features.iterator().next());
        if (options.contains(Option.Simulate)) {
            if (disturbed) {
                System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
            }
            System.out.println("Changes to perform:\n" + touches);
            return;
        }
        installed.add(id);
        deployedFrom.addAll(loaded().values());
        bring(Optional.of(new Version(id.substring(id.indexOf('/') + 1))));
    }

    private void bring(Optional<Version> version) {
        serving.ifPresent(shelf::remove);
        present = version;
        serving = version.filter(each -> !each.toString().equals(dumb)).map(each -> target -> null);
        serving.ifPresent(driver -> shelf.add(new Serving("acme", present.orElseThrow(), driver, List.of())));
    }

    List<String> versionsInstalled() {
        var versions = new ArrayList<String>();
        installed.forEach(id -> versions.add(id.substring(id.indexOf('/') + 1)));
        return versions;
    }

    private interface Answer {
        Object give(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.give(method.getName(), arguments)));
    }
}
