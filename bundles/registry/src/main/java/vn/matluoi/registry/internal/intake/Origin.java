package vn.matluoi.registry.internal.intake;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.Weights;

/**
 * The device that speaks, as other sources may know it, too: a recorder that was taken away and added again has the same
 * serial number and often the same address.
 *
 * @param recorder serial number a person accepted
 * @param endpoint host and port
 * @param host as lists write it
 */
record Origin(Optional<String> recorder, Optional<String> endpoint, Optional<String> host) {

    private static final Origin NONE = new Origin(Optional.empty(), Optional.empty(), Optional.empty());
    /** So that it fits in a column with a channel behind it. */
    private static final int LONGEST = 130;

    static Origin of(Connection connection, Statement statement) throws SQLException {
        if (statement.layer() != Layer.DEVICE) {
            return NONE;
        }
        return Rows.first(
                        connection,
                        "select pinned_identity, address from sources where id = ?",
                        List.of(statement.source().value()),
                        row -> new Origin(
                                Rows.text(row, "pinned_identity")
                                        .map(String::strip)
                                        .filter(Weights.shipped()::tells)
                                        .filter(Origin::fits),
                                Rows.text(row, "address")
                                        .map(URI::create)
                                        .map(URI::getAuthority)
                                        .filter(Origin::fits),
                                Rows.text(row, "address")
                                        .map(URI::create)
                                        .map(URI::getHost)
                                        .map(Listed::host)
                                        .filter(Origin::fits)))
                .orElse(NONE);
    }

    /** No device speaks. */
    static Origin none() {
        return NONE;
    }

    /** @return by what that device's channel is known; nothing for kinds that are not about the device */
    Optional<String> word(Evidence.Kind kind, Optional<String> channel) {
        var device =
                switch (kind) {
                    case RECORDER -> recorder;
                    case ENDPOINT -> endpoint;
                    case HOST -> host;
                    default -> Optional.<String>empty();
                };
        return device.flatMap(known -> channel.map(behind -> known + "#" + behind));
    }

    private static boolean fits(String word) {
        return word.length() <= LONGEST;
    }
}
