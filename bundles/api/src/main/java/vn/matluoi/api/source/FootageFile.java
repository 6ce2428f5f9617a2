package vn.matluoi.api.source;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A recorded stretch on its way from its device. Few of its bytes wait here: the device is held back until they are taken, and who takes
 * them too slowly is given up. Any thread may call.
 */
@ProviderType
public interface FootageFile extends AutoCloseable {

    /** When the stretch begins, in true time. */
    Instant from();

    /** When it ends. */
    Instant to();

    /** What its first bytes show. */
    Form form();

    /**
     * The next piece; to be asked for once the one before is done with.
     *
     * @return empty when that was all of it; fails as {@link #over} does. Always completes, on a thread that must not be held
     */
    CompletionStage<Optional<byte[]>> next();

    /**
     * The end.
     *
     * @return completes once all of it was taken; fails with a {@link vn.matluoi.api.driver.DeviceException} if the device broke it off,
     *     with a {@link vn.matluoi.api.HubException} {@code BUSY} ({@value #TOO_SLOW}) if it was taken too slowly or in more than two
     *     hours, with {@code UNAVAILABLE} if it was closed or the hub ended. On a thread that must not be held
     */
    CompletionStage<Void> over();

    /** Gives it up, if it is not over. Safe to repeat. */
    @Override
    void close();

    /** Rule of the refusal that who took it was too slow. */
    String TOO_SLOW = "download.slow";

    /** Forms in which devices keep footage. */
    enum Form {
        /** MPEG program stream, ISO/IEC 13818-1. */
        MPEG_PS("video/mpeg", "mpg"),
        /** The same behind Hikvision's header of 40 bytes or 64 ({@code IMKH}). */
        HIKVISION("application/octet-stream", "mpg"),
        /** Dahua's own ({@code DHAV}). */
        DHAV("application/octet-stream", "dav"),
        /** ISO/IEC 14496-14. */
        MP4("video/mp4", "mp4"),
        OTHER("application/octet-stream", "bin");

        private final String mediaType;
        private final String extension;

        Form(String mediaType, String extension) {
            this.mediaType = mediaType;
            this.extension = extension;
        }

        public String mediaType() {
            return mediaType;
        }

        /** @return how a file's name ends, without a dot */
        public String extension() {
            return extension;
        }
    }
}
