package vn.matluoi.api.registry;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;

/**
 * Administrative units, dated. Answers from memory. Source: General Statistics Office codes, see NOTICE.
 */
@ProviderType
public interface Areas {

    /** @return the unit of that code in force on that day */
    Optional<Area> find(AreaCode code, LocalDate day);

    /** @return the unit in force today */
    Optional<Area> find(AreaCode code);

    /** @return every unit, of any period, that had this code */
    List<Area> history(AreaCode code);

    /** @return units in force today under a parent; provinces if the parent is empty; by name */
    List<Area> children(Optional<AreaCode> parent);

    /**
     * Units whose name matches, without regard to case, accents and the kind word ({@code xã}, {@code phường} …).
     *
     * @param within a province or former district to look in; empty for the whole country
     * @param former whether to search units no longer in force too
     * @return all, the nearest name first
     */
    List<Area> search(String name, Optional<AreaCode> within, boolean former);

    /** @return whether {@code area} is {@code ancestor} or stands below it today */
    boolean within(AreaCode area, AreaCode ancestor);
}
