package vn.matluoi.api.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.source.SourceSettings;

/** Where the desired state of sources is kept. For the supervisor; surfaces use {@link vn.matluoi.api.source.Sources}. */
@ProviderType
public interface SourceStore {

    List<StoredSource> all();

    Optional<StoredSource> find(SourceId id);

    /** @return when the source was first added; empty if there is no such source */
    Optional<Instant> createdAt(SourceId id);

    /**
     * Adds or replaces a source and notes the change.
     *
     * @param sealedSecret the sealed credential; empty for none
     */
    void put(StoredSource source, String by);

    /** Does the same for several, whole or not at all. */
    void putAll(List<StoredSource> sources, String by);

    /** Takes the source out of supervision. Its cameras and its statements stay. */
    void remove(SourceId id, String by);

    /**
     * A source as kept.
     *
     * @param sealedSecret as {@link vn.matluoi.api.secret.Vault} sealed it
     * @param file name of the {@code .cfg} that owns it; empty if a person manages it through a surface
     * @param pinnedIdentity serial number accepted at commit
     * @param pinnedCertificate SHA-256 fingerprint accepted at commit, hex
     * @param blocked why supervision is stopped until a person acts, for example {@code credentials-rejected}
     * @param pendingSecret the secret the device was about to be given, sealed alike, until it has shown which one holds
     */
    record StoredSource(
            SourceSettings settings,
            Optional<byte[]> sealedSecret,
            Optional<String> file,
            Optional<String> pinnedIdentity,
            Optional<String> pinnedCertificate,
            Optional<String> blocked,
            Optional<byte[]> pendingSecret) {

        public StoredSource(
                SourceSettings settings,
                Optional<byte[]> sealedSecret,
                Optional<String> file,
                Optional<String> pinnedIdentity,
                Optional<String> pinnedCertificate,
                Optional<String> blocked) {
            this(settings, sealedSecret, file, pinnedIdentity, pinnedCertificate, blocked, Optional.empty());
        }
    }
}
