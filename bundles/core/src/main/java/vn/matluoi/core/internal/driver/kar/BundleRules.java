package vn.matluoi.core.internal.driver.kar;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import vn.matluoi.api.HubException;
import vn.matluoi.api.http.DriverReach;

/**
 * What a driver's bundle may ask of the container, and what its classes may call. Java gives a plug-in no sandbox: this keeps out
 * mistakes and the careless, not one that is set on doing harm, for whom the signature answers.
 */
final class BundleRules {

    private static final int MOST_ENTRIES = 4000;
    private static final long LARGEST_CONTENT = 64 << 20;

    private static final List<String> IMPORTS = List.of(
            "vn.matluoi.api",
            "org.slf4j",
            "org.osgi.framework",
            "org.osgi.service.component",
            "org.osgi.util.tracker",
            "org.w3c.dom",
            "org.xml.sax",
            "javax.xml",
            "javax.crypto",
            "javax.net",
            "java.");

    /** Of the api, what is the hub's own and no driver's. */
    private static final Set<String> OWN = Set.of(
            "vn.matluoi.api.access",
            "vn.matluoi.api.audit",
            "vn.matluoi.api.registry",
            "vn.matluoi.api.secret",
            "vn.matluoi.api.source",
            "vn.matluoi.api.schema",
            "vn.matluoi.api.sql");

    private static final List<String> HEADERS = List.of(
            "DynamicImport-Package",
            "Require-Bundle",
            "Fragment-Host",
            "Bundle-NativeCode",
            "Export-Package",
            "Karaf-Commands",
            "Blueprint-Bundle");

    private static final List<String> EMBEDDED = List.of(".jar", ".so", ".dll", ".dylib");

    interface Refusals {
        KarRefusal of(String rule, String vi, String en);
    }

    private final Refusals refusals;

    BundleRules(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * @param shown what the file says that it reaches
     * @return the same if the bundle says so, too; empty if that says nothing, as before there was the header: then it reaches
     *     what people set, and nothing else
     * @throws KarRefusal if it breaks a rule
     */
    Optional<DriverReach> check(byte[] jar, String family, String version, DriverReach shown) throws IOException {
        // as the container will read it: by the directory at its end
        var copy = Files.createTempFile("driver", ".jar");
        try {
            Files.write(copy, jar);
            try (var bundle = new JarFile(copy.toFile(), false)) {
                names(bundle);
                var manifest = bundle.getManifest();
                if (manifest == null) {
                    throw refusals.of("bundle", "gói không có manifest", "its bundle has no manifest");
                }
                headers(manifest.getMainAttributes(), family, version);
                var reaches = reaches(manifest.getMainAttributes(), shown);
                calls(bundle, shown.opensSockets());
                return reaches;
            } catch (IOException | IllegalArgumentException e) {
                throw refusals.of("bundle", "gói bên trong bị hỏng", "the bundle in it is damaged");
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** The container unpacks what a bundle embeds, by its name. */
    static boolean leadsOutside(String path) {
        return path.isEmpty()
                || path.startsWith("/")
                || path.contains("\\")
                || path.contains(":")
                || path.indexOf('\0') >= 0
                || List.of(path.split("/")).contains("..");
    }

    private void names(JarFile bundle) {
        var total = 0L;
        if (bundle.size() > MOST_ENTRIES) {
            throw refusals.of("bomb", "gói có quá nhiều tệp", "its bundle has too many files");
        }
        for (var entry : bundle.stream().toList()) {
            if (leadsOutside(entry.getName())) {
                throw refusals.of("path", "trong gói có đường dẫn ra ngoài", "a path in its bundle leads outside");
            }
            var name = entry.getName().toLowerCase(Locale.ROOT);
            if (EMBEDDED.stream().anyMatch(name::endsWith)) {
                throw refusals.of(
                        "bundle",
                        "gói không được nhúng tệp .jar hay thư viện máy: " + KarGate.plain(List.of(entry.getName())),
                        "its bundle must embed no jar and no native library: "
                                + KarGate.plain(List.of(entry.getName())));
            }
            total += Math.max(0, entry.getSize());
        }
        if (total > LARGEST_CONTENT) {
            throw refusals.of("bomb", "gói giải nén ra quá lớn", "its bundle is too large when unpacked");
        }
    }

    private void headers(Attributes main, String family, String version) {
        if (!("vn.matluoi.driver." + family).equals(main.getValue("Bundle-SymbolicName"))
                || !version.equals(main.getValue("Bundle-Version"))) {
            throw refusals.of(
                    "bundle",
                    "gói bên trong không phải vn.matluoi.driver.%s %s".formatted(family, version),
                    "the bundle in it is not vn.matluoi.driver.%s %s".formatted(family, version));
        }
        if (!main.getOrDefault(new Attributes.Name("Bundle-ClassPath"), ".").equals(".")) {
            throw refusals.of(
                    "bundle",
                    "Bundle-ClassPath của gói chỉ được là .",
                    "the Bundle-ClassPath of its bundle may be . only");
        }
        for (var header : HEADERS) {
            if (main.getValue(header) != null) {
                throw refusals.of(
                        "bundle",
                        "trình điều khiển không được có " + header,
                        "a driver's bundle must not have " + header);
            }
        }
        var foreign = packages(main.getValue("Import-Package")).stream()
                .filter(each -> OWN.contains(each)
                        || IMPORTS.stream()
                                .noneMatch(known -> each.equals(known)
                                        || each.startsWith(known.endsWith(".") ? known : known + ".")))
                .toList();
        if (!foreign.isEmpty()) {
            throw refusals.of(
                    "imports",
                    "trình điều khiển không được dùng " + KarGate.plain(foreign),
                    "a driver must not use " + KarGate.plain(foreign));
        }
    }

    /** What is shown before the installation is what the hub holds the bundle to. */
    private Optional<DriverReach> reaches(Attributes main, DriverReach shown) {
        var own = Optional.ofNullable(main.getValue(DriverReach.HEADER));
        try {
            if (own.isEmpty() || DriverReach.parse(own.get()).equals(shown)) {
                return own.map(said -> shown);
            }
        } catch (HubException miswritten) {
            throw refusals.of(
                    "manifest", miswritten.text().vi(), miswritten.text().en());
        }
        throw refusals.of(
                "manifest",
                "%s của gói không giống của tệp (%s)".formatted(DriverReach.HEADER, shown),
                "the %s of its bundle is not that of the file (%s)".formatted(DriverReach.HEADER, shown));
    }

    /** What ends the process, starts another, or leaves Java is never a driver's; sockets are, if it says so. */
    private void calls(JarFile bundle, boolean socketsSaid) throws IOException {
        var found = new TreeSet<String>();
        for (var entry : bundle.stream()
                .filter(each -> each.getName().endsWith(".class"))
                .toList()) {
            try (var content = bundle.getInputStream(entry)) {
                found.addAll(ClassCalls.forbidden(content.readNBytes((int) LARGEST_CONTENT), socketsSaid));
            } catch (IOException | RuntimeException e) {
                throw refusals.of("bundle", "có lớp không đọc được", "a class in it cannot be read");
            }
        }
        if (!found.isEmpty()) {
            throw refusals.of(
                    "calls",
                    "mã của gói gọi %s; mở kết nối riêng thì phải ghi tcp hoặc udp ở reaches".formatted(found),
                    "its code calls %s; one that opens sockets must say tcp or udp in reaches".formatted(found));
        }
    }

    /** @return the names of an Import-Package header */
    static List<String> packages(String header) {
        var names = new ArrayList<String>();
        for (var clause :
                (header == null ? "" : header).replaceAll("\"[^\"]*\"", "").split(",")) {
            for (var part : clause.split(";")) {
                if (!part.isBlank() && !part.contains("=")) {
                    names.add(part.strip());
                }
            }
        }
        return names;
    }
}
