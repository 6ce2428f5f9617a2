package vn.matluoi.api.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;

/**
 * What the devices behind cameras can give. Answers come on the supervisor's own bounded pool; the stage
 * fails with a {@link vn.matluoi.api.driver.DeviceException} or a {@link vn.matluoi.api.HubException}. The caller must
 * have asked {@code AccessDecisions} before.
 */
@ProviderType
public interface CameraDevices {

    /** Longest window to search for recordings. */
    Duration LONGEST_SEARCH = Duration.ofDays(31);

    /** Most recordings that one search gives. */
    int MOST_RECORDINGS = 1000;

    /** Longest window in which a file of footage is looked for. */
    Duration LONGEST_FILE = Duration.ofDays(1);

    /** Files of footage that are fetched at once, from all devices together; of one device it is one. */
    int MOST_FILES = 8;

    /** Where the camera's stream is to be fetched, with the credentials for it. For {@code media} only. */
    CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind);

    /** A still picture, fresh. One request at a time per camera: callers that come together share one. */
    CompletionStage<Picture> snapshot(CameraId camera);

    /** What the camera can be told; fails with {@code Unsupported} if it cannot be moved at all. */
    CompletionStage<PtzAbility> ptz(CameraId camera);

    /**
     * A surface asks this first, and records a session that begins; then it gives the order. Only the order takes the camera's
     * controls: a session that could not be recorded is none, and begins with the next order. Answers at once.
     *
     * @return whether a session begins: the account has told this camera nothing within the last minute, or another has since
     * @throws vn.matluoi.api.HubException {@code CONFLICT} naming who moves it, until that one's order has lapsed
     */
    boolean begins(CameraId camera, String account);

    /**
     * Tells the camera something, and takes its controls for as long as the order {@link PtzOrder#holds() holds}. Of what waits for the device only the newest motion is sent. A motion is always followed by stop: when
     * its time is over, when it is replaced by another, when its account is {@link #release released}, and when the hub ends; a stop
     * that does not get through is sent again a few times.
     *
     * @return the preset that was saved; empty for all other orders. Fails as {@link #begins} does, and with {@code CONFLICT} if a newer
     *     order came before this one was sent
     */
    CompletionStage<Optional<Preset>> order(CameraId camera, String account, PtzOrder order);

    /** The account has gone: stops what it moves. */
    void release(String account);

    /**
     * Recorded stretches that overlap the window, oldest first; if there are more than {@value #MOST_RECORDINGS}, the later ones are
     * left out. A search that is cancelled asks its device nothing more.
     *
     * @return fails with {@code INVALID} unless the window begins before it ends and is at most {@link #LONGEST_SEARCH}
     */
    CompletionStage<List<Recording>> recordings(CameraId camera, Instant from, Instant to);

    /**
     * Where recorded footage is to be played: the first stretch that is recorded within the window, and no more of it than the window
     * holds. For {@code media} only.
     *
     * @return fails with {@code NOT_FOUND} if nothing is recorded there
     */
    CompletionStage<Footage> playback(CameraId camera, Instant from, Instant to);

    /**
     * Fetches recorded footage as a file: of what is recorded within the window, the stretch that shares most time with it, whole, as
     * the device keeps it. Answers when the first bytes are there; who waits no longer cancels it.
     *
     * @return to be closed; fails with {@code INVALID} unless the window begins before it ends and is at most {@link #LONGEST_FILE},
     *     with {@code NOT_FOUND} if nothing is recorded there, with {@code BUSY} if a file is fetched from this device already, or
     *     {@value #MOST_FILES} from others, and with {@code Unsupported} if its device gives no files
     */
    CompletionStage<FootageFile> download(CameraId camera, Instant from, Instant to);

    /**
     * Tells that a device refused its credentials on another way in (RTSP): every call to it stops until a
     * person acts.
     */
    void credentialsRejected(SourceId source);

    /**
     * A still picture.
     *
     * @param bytes a JPEG of at most 8 MiB; not to be changed
     */
    record Picture(byte[] bytes, Instant takenAt) {}
}
