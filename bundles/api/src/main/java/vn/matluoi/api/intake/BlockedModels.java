package vn.matluoi.api.intake;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Caller;

/**
 * The devices of which the authorities warned (R2.8). A change holds for the next statement; cameras that are there already are
 * found when their source next speaks of them. Blocks on the database; any thread.
 */
@ProviderType
public interface BlockedModels {

    /** @return all of them, in the order of their ids; at most 1,000 */
    List<BlockedModel> list();

    /**
     * Adds one, or changes the one of that id. Recorded in the audit log.
     *
     * @throws vn.matluoi.api.HubException {@code CONFLICT} if 1,000 are there; {@code UNAVAILABLE} if the database is away
     */
    void put(Caller by, String surface, BlockedModel model);

    /**
     * Takes one off the list. Recorded in the audit log.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is none of that id
     */
    void remove(Caller by, String surface, String id);

    /**
     * One entry. It speaks of a device if everything it names fits; words are compared without regard to case, accents,
     * blanks and punctuation other than full stops, and one that ends in {@code *} fits whatever begins with it.
     *
     * @param id {@code [a-z0-9][a-z0-9-]{0,59}}
     * @param manufacturer empty for any
     * @param model empty for any, if the firmware is named
     * @param firmware empty for any
     * @param warning who warned, with number and day of the document: 1 to 500 characters
     * @param since when it was put there; of one that is to be put there, any
     */
    record BlockedModel(
            String id,
            Optional<String> manufacturer,
            Optional<String> model,
            Optional<String> firmware,
            String warning,
            Instant since) {

        /** What an id looks like. */
        public static final String ID = "[a-z0-9][a-z0-9-]{0,59}";

        private static final int LONGEST = 200;

        public BlockedModel {
            Objects.requireNonNull(since, "since");
            if (!id.matches(ID)) {
                throw new IllegalArgumentException("id: 1 to 60 lower-case letters, digits and hyphens, not: " + id);
            }
            manufacturer = word(manufacturer);
            model = word(model);
            firmware = word(firmware);
            if (model.isEmpty() && firmware.isEmpty()) {
                throw new IllegalArgumentException("model or firmware must be named");
            }
            warning = warning.strip();
            if (warning.isEmpty() || warning.length() > 500) {
                throw new IllegalArgumentException("warning: 1 to 500 characters that say who warned");
            }
        }

        private static Optional<String> word(Optional<String> written) {
            var word = written.map(String::strip).filter(text -> !text.isEmpty());
            word.ifPresent(text -> {
                if (text.length() > LONGEST || text.equals("*")) {
                    throw new IllegalArgumentException("a word of 1 to 200 characters, not: " + text);
                }
            });
            return word;
        }
    }
}
