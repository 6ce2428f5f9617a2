package vn.matluoi.api.intake;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;

/**
 * The profiles as documents: those that are shipped, and those that an administrator made of them. One of the latter is a file
 * {@code etc/profiles/NAME.json}; what is written there is taken within seconds, and a file that cannot be is refused while
 * the last good one goes on, restarts included. Any thread; may wait for the database and the disk.
 */
@ProviderType
public interface Profiles {

    /** The longest document, in characters. */
    int LONGEST = 256 << 10;

    /** @return all of them, shipped ones first, and refused files that never were good */
    List<Listed> list();

    /**
     * @return the document as it was written; of a refused file the last good one
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no good profile of that name
     */
    String document(String name);

    /**
     * Reads a document without keeping it.
     *
     * @throws vn.matluoi.api.HubException {@code INVALID} if it is none; each error is named by its JSON pointer
     */
    Profile read(String json);

    /**
     * Writes the file, and takes it at once: the profile is used from the next sheet on. In place of the one of its name.
     * Recorded in the audit log.
     *
     * @param surface where it came in, for the audit log
     * @throws vn.matluoi.api.HubException {@code INVALID} as {@link #read}; {@code CONFLICT} if a shipped one has that name;
     *     {@code UNAVAILABLE} if it cannot be written
     */
    Listed install(Caller by, String surface, String json);

    /**
     * Deletes the file and the profile. Routes that name it bring nothing from then on, and say so. Recorded in the audit log.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is none; {@code CONFLICT} if it is a shipped one
     */
    void remove(Caller by, String surface, String name);

    /**
     * One profile.
     *
     * @param title what people read; of a file that never was good, its name
     * @param base the profile it adds to
     * @param file where it stands; empty for a shipped one
     * @param usable whether sheets are read by it
     * @param problem what is wrong with the file: pointer, rule, mend
     */
    record Listed(
            String name,
            Text title,
            Optional<String> base,
            Optional<String> file,
            boolean usable,
            Optional<Text> problem) {}
}
