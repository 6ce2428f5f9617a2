package vn.matluoi.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An administrative unit during the days it was in force. Units are dated data: the July 2025 reform
 * removed districts and merged provinces and communes, while regulations, addresses and spreadsheets
 * still speak of the former ones.
 *
 * @param code official code; identifies the unit only together with {@code validity}
 * @param level where it stands in the tree
 * @param kind the official word for it, for example {@code Phường} or {@code Xã}
 * @param name short name, for example {@code Long An}
 * @param fullName full official name, for example {@code Phường Long An}
 * @param fullNameEn full name in English
 * @param parent the unit above, of the same period; empty for a province
 * @param validity the days in force
 * @param successors codes of the units (now in force) that took over its territory. Empty for a unit in force.
 *     Several where it was divided or the data cannot say which: they are listed, never chosen among
 */
public record Area(
        AreaCode code,
        Level level,
        String kind,
        String name,
        String fullName,
        String fullNameEn,
        Optional<AreaCode> parent,
        Validity validity,
        List<AreaCode> successors) {

    public Area {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(validity, "validity");
        successors = List.copyOf(successors);
    }

    /** Levels of administration. {@code DISTRICT} ended on 30 June 2025. */
    public enum Level {
        PROVINCE,
        DISTRICT,
        COMMUNE
    }
}
