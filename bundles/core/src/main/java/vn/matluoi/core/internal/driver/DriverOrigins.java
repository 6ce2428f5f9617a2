package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DriverReach;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.Kar;
import vn.matluoi.core.internal.driver.kar.KarGate;

/**
 * Where a version in {@code drivers/repository} comes from: what is installed was shipped with the hub, byte for byte, or came through
 * the gate, whose file lies beside it, or in the archive, and is judged anew. Asked at each installation, the hub's own at its start included; a key
 * taken away, or a file changed since, counts at once. Any thread.
 */
final class DriverOrigins {

    private static final Logger LOG = LoggerFactory.getLogger(DriverOrigins.class);

    /** Beginning of the paths in the list: it is checked from the hub's folder, by {@code sha256sum -c}. */
    private static final String ROOT = "drivers/repository/";

    private static final String SIGN_VI = "hãy ký tệp .kar của nó (./hub plugin sign) rồi bỏ vào drivers/inbox";
    private static final String SIGN_EN = "sign its .kar file (./hub plugin sign) and drop that into drivers/inbox";

    private final DriverRepository repository;
    private final DriverArchive archive;
    private final Path shipped;
    private final KarGate gate;

    /** @param shipped {@code etc/drivers/shipped.sha256}, as {@code sha256sum} writes it; several lines for a file are alternatives */
    DriverOrigins(DriverRepository repository, DriverArchive archive, Path shipped, KarGate gate) {
        this.repository = repository;
        this.archive = archive;
        this.shipped = shipped;
        this.gate = gate;
    }

    /**
     * Where it comes from.
     *
     * @param shipped whether it is the distribution's own
     * @param kar the file it came in, if it did
     * @param reaches what its bundle says it reaches; empty if it does not say
     * @param sha256 of its bundle, hex
     */
    record Origin(boolean shipped, Optional<Kar> kar, Optional<String> reaches, String sha256) {

        /** @param kar the file it came in */
        static Origin of(Kar kar) {
            return new Origin(false, Optional.of(kar), kar.reaches().map(DriverReach::toString), kar.sha256());
        }

        /** @return for the audit log */
        Map<String, String> details() {
            var details = new TreeMap<String, String>();
            details.put("signer", kar.flatMap(Kar::signer).orElse(shipped ? "(shipped)" : "(unsigned)"));
            details.put("sha256", sha256);
            reaches.ifPresent(said -> details.put("reaches", said));
            return details;
        }

        /** @return whether nobody answers for it: taken by the developer's setting only */
        boolean unsigned() {
            return !shipped && kar.flatMap(Kar::signer).isEmpty();
        }
    }

    /**
     * @param unsignedAllowed the developer's setting
     * @throws HubException {@code INVALID} if it may not be installed, naming the file, the rule and the mend; {@code
     *     UNAVAILABLE} if that cannot be read
     */
    Origin of(Offer offer, boolean unsignedAllowed) {
        var jar = repository.jar(offer);
        if (isShipped(jar) && isShipped(repository.features(offer))) {
            return new Origin(true, Optional.empty(), reaches(offer), sha256(jar));
        }
        var files = Stream.of(repository.kar(offer), archive.kar(offer))
                .filter(Files::exists)
                .toList();
        if (!files.isEmpty()) {
            return Origin.of(byFile(offer, files, unsignedAllowed));
        }
        if (!unsignedAllowed) {
            throw isListed(jar) ? notAsShipped(isShipped(jar) ? repository.features(offer) : jar) : unsigned(jar);
        }
        LOG.warn(
                "driver {} {} của drivers/repository KHÔNG có chữ ký, nhận vì unsigned.allowed = true / of drivers/repository is NOT signed, taken since unsigned.allowed = true",
                offer.family(),
                offer.version());
        return new Origin(false, Optional.empty(), reaches(offer), sha256(jar));
    }

    /**
     * Goes down the versions. What is passed over is warned of: it may not keep a good one out.
     *
     * @param offers the newest first, one at least
     * @return the newest that may be installed
     * @throws HubException why the newest may not, if none may
     */
    Offer newest(List<Offer> offers, boolean unsignedAllowed) {
        HubException first = null;
        for (var offer : offers) {
            try {
                of(offer, unsignedAllowed);
                return offer;
            } catch (HubException refusal) {
                LOG.warn("driver {} {} is passed over: {}", offer.family(), offer.version(), refusal.text());
                first = first == null ? refusal : first;
            }
        }
        throw first;
    }

    /**
     * The container reads the features file of what is installed at each deployment, also of the one that replaces or removes it
     * because it may not be installed any more: that file then brings the version's own bundle, and nothing else.
     */
    void disarm(Offer offer) {
        var features = repository.features(offer);
        if (Files.exists(features) && !isShipped(features)) {
            setFeatures(offer);
        }
    }

    /** @return whether the container would take its jar for the very bundle it has: it looks at name and version only */
    boolean isOfItsVersion(Offer offer) {
        try (var jar = new JarFile(repository.jar(offer).toFile(), false)) {
            var manifest = jar.getManifest();
            return manifest != null
                    && DriverRepository.bundleOf(offer.family())
                            .equals(manifest.getMainAttributes().getValue("Bundle-SymbolicName"))
                    && offer.version().equals(manifest.getMainAttributes().getValue("Bundle-Version"));
        } catch (IOException e) {
            return false;
        }
    }

    private void setFeatures(Offer offer) {
        try {
            repository.setFeatures(offer);
        } catch (IOException e) {
            throw unreadable(named(repository.features(offer)), e);
        }
    }

    /** The container says what is wrong with a bundle that cannot be read. */
    private Optional<String> reaches(Offer offer) {
        try (var jar = new JarFile(repository.jar(offer).toFile(), false)) {
            return Optional.ofNullable(jar.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue(DriverReach.HEADER));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param files alternatives: a hub of an earlier release kept them in the archive only */
    private Kar byFile(Offer offer, List<Path> files, boolean unsignedAllowed) {
        HubException first = null;
        for (var file : files) {
            try {
                var kar = gate.check(file, unsignedAllowed);
                var jar = bytes(repository.jar(offer)).filter(is -> Arrays.equals(kar.jar(), is));
                if (!kar.family().equals(offer.family()) || !kar.version().equals(offer.version()) || jar.isEmpty()) {
                    throw changed(repository.jar(offer));
                }
                setFeatures(offer); // anew, from what was judged: no release is held to another's wording
                return kar;
            } catch (HubException refusal) {
                first = first == null ? refusal : first;
            } catch (IOException e) {
                throw unreadable("drivers/repository", e);
            }
        }
        throw first;
    }

    private boolean isShipped(Path file) {
        if (!isListed(file)) {
            return false;
        }
        var is = sha256(file);
        return lines().anyMatch(line -> line.equals(is + "  " + named(file)));
    }

    private boolean isListed(Path file) {
        return Files.exists(file) && lines().anyMatch(line -> line.endsWith("  " + named(file)));
    }

    /** @return hex; empty string if it is no file that the hub would take */
    private String sha256(Path file) {
        try {
            return bytes(file)
                    .map(KarGate::sha256)
                    .map(HexFormat.of()::formatHex)
                    .orElse("");
        } catch (IOException e) {
            throw unreadable(named(file), e);
        }
    }

    /** @return empty if it is no plain file, or larger than any the gate takes */
    private static Optional<byte[]> bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(KarGate.LARGEST + 1);
            return Optional.of(bytes).filter(read -> read.length <= KarGate.LARGEST);
        }
    }

    private String named(Path file) {
        return ROOT + repository.folder().relativize(file);
    }

    private Stream<String> lines() {
        try {
            return Files.exists(shipped) ? Files.readAllLines(shipped).stream() : Stream.empty();
        } catch (IOException e) {
            throw unreadable("etc/drivers/shipped.sha256", e);
        }
    }

    private static HubException unreadable(String file, IOException cause) {
        var failure = new HubException(
                Reason.UNAVAILABLE,
                "driver.repository",
                new Text(
                        "không đọc được %s; hãy xem quyền và ổ đĩa rồi làm lại".formatted(file),
                        "%s cannot be read; see to its rights and the disk, then do this again".formatted(file)));
        failure.initCause(cause);
        return failure;
    }

    private HubException unsigned(Path file) {
        return refused(
                file,
                "driver.origin.unsigned",
                "không đi kèm bản phân phối và không qua cửa kiểm tra dưới dạng tệp .kar có chữ ký; " + SIGN_VI,
                "it did not come with the hub, nor through the gate as a signed .kar file; " + SIGN_EN);
    }

    private HubException changed(Path file) {
        return refused(
                file,
                "driver.origin.changed",
                "nội dung đã khác với bản được ký; hãy bỏ lại tệp .kar có chữ ký của nó vào drivers/inbox",
                "its content is no longer what was signed; drop its signed .kar file into drivers/inbox again");
    }

    private HubException notAsShipped(Path file) {
        return refused(
                file,
                "driver.origin.changed",
                "nội dung đã khác với bản được phân phối; hãy chép lại tệp này từ bản phân phối",
                "its content is no longer what was shipped; copy this file anew from the distribution");
    }

    private HubException refused(Path file, String rule, String vi, String en) {
        return new HubException(
                Reason.INVALID,
                rule,
                new Text(
                        "tệp %s bị từ chối (%s): %s".formatted(named(file), rule, vi),
                        "file %s is refused (%s): %s".formatted(named(file), rule, en)));
    }
}
