package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
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
 * the gate, whose file lies beside it and is judged anew. Asked at each installation, the hub's own at its start included; a key
 * taken away, or a file changed since, counts at once. Any thread.
 */
final class DriverOrigins {

    private static final Logger LOG = LoggerFactory.getLogger(DriverOrigins.class);

    /** Beginning of the paths in the list: it is checked from the hub's folder, by {@code sha256sum -c}. */
    private static final String ROOT = "drivers/repository/";

    private final DriverRepository repository;
    private final Path shipped;
    private final KarGate gate;

    /** @param shipped {@code etc/drivers/shipped.sha256}, as {@code sha256sum} writes it; several lines for a file are alternatives */
    DriverOrigins(DriverRepository repository, Path shipped, KarGate gate) {
        this.repository = repository;
        this.shipped = shipped;
        this.gate = gate;
    }

    /**
     * Where it comes from.
     *
     * @param shipped whether it is the distribution's own
     * @param kar the file it came in, if it did
     * @param reaches what it says it reaches; empty if it does not say
     */
    record Origin(boolean shipped, Optional<Kar> kar, Optional<String> reaches) {

        /** @param kar the file it came in */
        static Origin of(Kar kar) {
            return new Origin(false, Optional.of(kar), kar.reaches().map(DriverReach::toString));
        }

        /** @return whether nobody answers for it: taken by the developer's setting only */
        boolean unsigned() {
            return !shipped && kar.flatMap(Kar::signer).isEmpty();
        }
    }

    /** @return whether both of its files are as the distribution brought them */
    boolean isShipped(Offer offer) {
        return isShipped(repository.jar(offer)) && isShipped(repository.features(offer));
    }

    /**
     * @param unsignedAllowed the developer's setting
     * @throws HubException {@code INVALID} if it may not be installed, naming the file, the rule and the mend; {@code
     *     UNAVAILABLE} if that cannot be read
     */
    Origin of(Offer offer, boolean unsignedAllowed) {
        if (isShipped(offer)) {
            return new Origin(true, Optional.empty(), reaches(offer));
        }
        if (Files.exists(repository.kar(offer))) {
            return Origin.of(byFile(offer, unsignedAllowed));
        }
        if (!unsignedAllowed) {
            throw isListed(repository.jar(offer)) ? changed(offer) : unsigned(offer);
        }
        LOG.warn(
                "driver {} {} của drivers/repository KHÔNG có chữ ký, nhận vì unsigned.allowed = true / of drivers/repository is NOT signed, taken since unsigned.allowed = true",
                offer.family(),
                offer.version());
        return new Origin(false, Optional.empty(), reaches(offer));
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

    private Kar byFile(Offer offer, boolean unsignedAllowed) {
        try {
            var kar = gate.check(repository.kar(offer), unsignedAllowed);
            if (!kar.family().equals(offer.family())
                    || !kar.version().equals(offer.version())
                    || !Arrays.equals(kar.jar(), Files.readAllBytes(repository.jar(offer)))
                    || !Arrays.equals(
                            DriverRepository.featuresOf(kar), Files.readAllBytes(repository.features(offer)))) {
                throw changed(offer);
            }
            return kar;
        } catch (IOException e) {
            throw unreadable("drivers/repository", e);
        }
    }

    private boolean isShipped(Path file) {
        if (!isListed(file)) {
            return false;
        }
        try {
            var is = HexFormat.of().formatHex(KarGate.sha256(Files.readAllBytes(file)));
            return lines().anyMatch(line -> line.equals(is + "  " + named(file)));
        } catch (IOException e) {
            throw unreadable(named(file), e);
        }
    }

    private boolean isListed(Path file) {
        return Files.exists(file) && lines().anyMatch(line -> line.endsWith("  " + named(file)));
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

    private HubException unsigned(Offer offer) {
        return refused(
                offer,
                "driver.origin.unsigned",
                "không đi kèm bản phân phối và không qua cửa kiểm tra dưới dạng tệp .kar có chữ ký",
                "it did not come with the hub, nor through the gate as a signed .kar file");
    }

    private HubException changed(Offer offer) {
        return refused(
                offer,
                "driver.origin.changed",
                "nội dung đã khác với bản được phân phối hoặc bản được ký",
                "its content is no longer what was shipped, or what was signed");
    }

    private HubException refused(Offer offer, String rule, String vi, String en) {
        var file = named(repository.jar(offer));
        return new HubException(
                Reason.INVALID,
                rule,
                new Text(
                        "tệp %s bị từ chối (%s): %s; hãy ký tệp .kar của nó (./hub plugin sign) rồi bỏ vào drivers/inbox"
                                .formatted(file, rule, vi),
                        "file %s is refused (%s): %s; sign its .kar file (./hub plugin sign) and drop that into drivers/inbox"
                                .formatted(file, rule, en)));
    }
}
