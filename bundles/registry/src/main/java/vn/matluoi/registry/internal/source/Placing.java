package vn.matluoi.registry.internal.source;

import java.time.Instant;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.SourceSettings;

/**
 * Where a source's settings place its cameras, and who said so.
 *
 * @param network the channel that their pictures travel by (R4.7)
 * @param by the person, route or file that last changed any of it
 * @param at when
 */
public record Placing(
        AreaCode area,
        Optional<String> unit,
        Optional<String> sector,
        Optional<String> network,
        String by,
        Instant at) {

    static Placing of(SourceSettings settings, String by, Instant at) {
        return new Placing(settings.area(), settings.unit(), settings.sector(), settings.network(), by, at);
    }

    /** @return whether both place cameras alike, whoever said it */
    boolean sameAs(SourceSettings settings) {
        return area.equals(settings.area())
                && unit.equals(settings.unit())
                && sector.equals(settings.sector())
                && network.equals(settings.network());
    }

    /**
     * @return the statement with the settings where it names no default itself; what the province says of single fields is
     *     left as it is
     */
    public Statement fill(Statement said) {
        if (said.layer() == Layer.PROVINCE) {
            return said;
        }
        return new Statement(
                said.source(),
                said.layer(),
                said.by(),
                said.at(),
                said.complete(),
                said.profile(),
                said.delivery(),
                said.label(),
                said.defaultArea().or(() -> Optional.of(area)),
                said.defaultUnit().or(() -> unit),
                said.defaultSector().or(() -> sector),
                said.columns(),
                said.findings(),
                said.items());
    }

    /** @return whether the settings are where that value comes from */
    public boolean says(CameraField field, String value) {
        return switch (field) {
            case AREA -> area.value().equals(value);
            case UNIT -> unit.filter(value::equals).isPresent();
            case SECTOR -> sector.filter(value::equals).isPresent();
            case NETWORK -> network.filter(value::equals).isPresent();
            default -> false;
        };
    }
}
