package vn.matluoi.api.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.IntakeReport;

/**
 * Other registries that tell this one of their cameras: each under a source of its own, whose id begins with {@value #PREFIX}. What it
 * told of each camera last is remembered as a checksum, so that it finds quickly what it still has to tell. What it says is a
 * statement like any other: what may be a camera that is there already waits for a person. Calls block on the database; any thread.
 */
@ProviderType
public interface Upstream {

    /** What the id of such a source begins with. */
    String PREFIX = "upper-";

    /** Most cameras told at once. */
    int MOST = 1_000;

    /** @return where the sender is; its stream is blank if it has not told anything yet */
    Standing standing(SourceId sender);

    /** Checksums of what it told; parameters and answer as of {@link Checksums#byArea}. */
    Map<AreaCode, Checksum> byArea(SourceId sender, Optional<AreaCode> under);

    /** The cameras it told of as standing in that area itself, by id; parameters as of {@link Checksums#in}. */
    List<Checksums.One> in(SourceId sender, AreaCode area, Optional<String> after, int limit);

    /**
     * Takes in what a sender tells. Telling the same again changes nothing. If it withdraws too many of its cameras within a day, what
     * goes beyond waits for a person ({@link vn.matluoi.api.intake.WaitingImports}); it is not to be told again for that.
     *
     * @param by the account or key, for the catalogue's provenance
     * @throws vn.matluoi.api.HubException {@code CONFLICT} (rule {@code upstream.sequence}, naming what is expected) if something lies
     *     between what it told last and this, or it is older; {@code INVALID} naming the field; {@code UNAVAILABLE}. Nothing is taken then
     */
    Taken take(SourceId sender, Told told, String by);

    /**
     * Where a sender is.
     *
     * @param stream names its feed; another name is another feed, from its beginning
     * @param sequence up to where in its feed everything is here
     * @param cameras how many of its cameras are known
     * @param waiting how many cameras that it withdrew wait for a person
     */
    record Standing(String stream, long sequence, long cameras, long waiting) {}

    /**
     * What a sender tells.
     *
     * @param stream names its feed: 1 to 200 characters
     * @param after up to where in its feed it told before
     * @param sequence up to where in its feed this goes. With {@code after} it follows what was told before; without, the sender has
     *     compared checksums and says that everything up to there is here. If neither is given, this is part of such a comparison
     * @param cameras each at most once, as it is now
     */
    record Told(String stream, OptionalLong after, OptionalLong sequence, List<ToldCamera> cameras) {

        public Told {
            Objects.requireNonNull(stream, "stream");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(sequence, "sequence");
            cameras = List.copyOf(cameras);
        }
    }

    /**
     * A camera as its sender has it.
     *
     * @param id the sender's own: 1 to 40 letters, digits and hyphens
     * @param values all it may tell, {@link CameraField#AREA} among them; empty if it tells of it no more
     */
    record ToldCamera(String id, Optional<Map<CameraField, String>> values) {

        public ToldCamera {
            Objects.requireNonNull(id, "id");
            values = values.map(Map::copyOf);
        }
    }

    /**
     * What became of it.
     *
     * @param sequence where the sender is now
     */
    record Taken(long sequence, List<TakenCamera> cameras) {

        public Taken {
            cameras = List.copyOf(cameras);
        }
    }

    /**
     * What became of one camera.
     *
     * @param outcome empty for one that is told of no more
     * @param why if it was rejected: what is wrong and how to mend it; if it is told of no more, and a person here has to agree first: that
     */
    record TakenCamera(String id, Optional<IntakeReport.Outcome> outcome, Optional<Text> why) {

        public TakenCamera {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(why, "why");
        }
    }
}
