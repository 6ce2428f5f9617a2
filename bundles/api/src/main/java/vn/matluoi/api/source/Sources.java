package vn.matluoi.api.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.IntakeReport;

/**
 * The sources the hub supervises. Changes are written to the database first and reconciled from there. Calls
 * that talk to a device block up to its time-outs; any thread.
 */
@ProviderType
public interface Sources {

    Page<Source> list(Scope scope, Optional<String> text, int limit, Optional<String> cursor);

    /**
     * Lists sources by more than words, in the order of their ids.
     *
     * @return the page; its total counts what is within the scope and matches
     * @throws vn.matluoi.api.HubException {@code INVALID} for a wrong limit or cursor; {@code UNSUPPORTED} if this
     *     catalogue of sources can only be searched by words
     */
    default Page<Source> list(Scope scope, SourceQuery query) {
        if (!query.wordsOnly()) {
            throw new HubException(
                    HubException.Reason.UNSUPPORTED,
                    "source.filter",
                    new Text("Ở đây chỉ tìm nguồn theo từ khóa.", "Sources can only be searched by words here."));
        }
        return list(scope, query.text(), query.limit(), query.cursor());
    }

    Optional<Source> find(Scope scope, SourceId id);

    /**
     * Climbs the test ladder for settings that are not yet a source: name, TCP, TLS, protocol, log-in, identity, clock, channels,
     * streams, events. Stops at the first failure and says what to change on the device. A wrong password is tried
     * once. Nothing is stored.
     *
     * @param secret the device's password; cleared by the caller
     */
    TestReport test(Caller by, SourceSettings settings, char[] secret);

    /** The same ladder for a source that exists, with its stored secret. */
    TestReport test(Caller by, SourceId id);

    /**
     * Adds a source, seals its secret, and begins to supervise it.
     *
     * @param acceptedCertificate fingerprint that {@link #test} showed and a person accepted, for an https device
     * @throws vn.matluoi.api.HubException {@code INVALID} with the fields at fault; {@code CONFLICT} if the id is taken
     */
    Source add(Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate);

    /**
     * Changes a source. An absent secret stays as it is; a new one closes the bad-password circuit, and so does resuming
     * a suspended source.
     *
     * @throws vn.matluoi.api.HubException {@code CONFLICT} if a file owns it, naming the file
     */
    Source update(Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate);

    /** Stops supervising it. Its cameras stay in the catalogue. */
    void remove(Caller by, SourceId id);

    /**
     * Asks the device for its channels now and takes the answer in.
     *
     * @throws vn.matluoi.api.HubException {@code DEVICE} if the device fails; {@code CONFLICT} if a rejected credential waits for
     *     a person; {@code UNSUPPORTED} for a source without a driver
     */
    IntakeReport sync(Caller by, SourceId id);

    /**
     * Files {@code etc/vn.matluoi.source-NAME.cfg} that were refused: file name to what is wrong in which key. The last
     * good state of such a source, if there was one, still holds.
     */
    default Map<String, Text> refusedFiles() {
        return Map.of();
    }

    /**
     * A source and how it is.
     *
     * @param file the {@code .cfg} that owns it, if one does
     * @param cameras how many cameras of the catalogue are its
     * @param listening how the hub is told what happens there; empty if its device tells nothing, or was not reached yet
     */
    record Source(
            SourceSettings settings, State state, Optional<String> file, int cameras, Optional<Listening> listening) {

        public Source(SourceSettings settings, State state, Optional<String> file, int cameras) {
            this(settings, state, file, cameras, Optional.empty());
        }
    }

    /**
     * The subscription to a device's events.
     *
     * @param since when it became so
     * @param cause the device's or the hub's words for why it does not run; while it runs, how many events
     *     were dropped since the device tells too many, or empty
     */
    record Listening(Kind kind, Instant since, Optional<Text> cause) {

        /** How it is. */
        public enum Kind {
            RUNNING,
            /** The hub subscribes when its time comes, or when the source answers again. */
            WAITING,
            /** The device does not let this account subscribe: a person must act. */
            REFUSED
        }
    }
}
