package vn.matluoi.api.route;

import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What became of the messages of programs at a surface of its own (SOAP) since it began; for metrics. What came with a key of a source is
 * counted with the source's route, too, see {@link Routes.Route}. Any thread; never blocks.
 */
@ProviderType
public interface MessageCounts {

    /** @return one for each operation that was asked for, in no order */
    List<OfOperation> operations();

    /**
     * Messages of one operation.
     *
     * @param operation of the contract; {@code none} for what names none of them, or could not be read so far
     * @param taken that were answered
     * @param refused that their sender is at fault for
     * @param failed that the hub could not take then, or not so many
     */
    record OfOperation(String operation, long taken, long refused, long failed) {

        public OfOperation {
            Objects.requireNonNull(operation, "operation");
        }
    }
}
