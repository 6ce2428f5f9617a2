package vn.matluoi.registry.internal.normalise;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Unit;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Areas;

/**
 * Turns what a statement says of one camera into the catalogue's form, and says what was wrong with it. Pure: reads
 * nothing but its arguments. One instance serves one statement, in one thread.
 */
public final class Normaliser {

    private final Areas areas;
    private final Function<String, Optional<Unit>> unitByName;
    private final LocalDate today;
    private final List<Sector> sectors;

    /**
     * @param areas the administrative units
     * @param unitByName finds a unit by its code or by its name as people write it
     * @param today the day on which the statement is judged
     * @param sectors every sector of the province
     */
    public Normaliser(
            Areas areas, Function<String, Optional<Unit>> unitByName, LocalDate today, List<Sector> sectors) {
        this.areas = Objects.requireNonNull(areas, "areas");
        this.unitByName = Objects.requireNonNull(unitByName, "unitByName");
        this.today = Objects.requireNonNull(today, "today");
        this.sectors = List.copyOf(sectors);
    }

    /** @return the item in the catalogue's form, with what was noticed */
    public Normalised normalise(Item item, Statement statement) {
        return new Normalised(item.values(), item.values(), item.findings());
    }
}
