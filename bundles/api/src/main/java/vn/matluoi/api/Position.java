package vn.matluoi.api;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A point with the coordinate system it is meant in. {@code Intake} turns every stated position into WGS 84; the
 * statement as written stays beside it.
 *
 * @param system what the two numbers mean
 * @param first latitude in degrees (WGS 84), or northing X in metres (VN-2000, whose X points north)
 * @param second longitude in degrees (WGS 84), or easting Y in metres (VN-2000)
 * @param centralMeridian central meridian of the VN-2000 3-degree zone in degrees, for example 105.75 for Tây
 *     Ninh and Long An; empty for WGS 84. Source: Circular 973/2001/TT-TCĐC
 */
public record Position(CoordinateSystem system, double first, double second, OptionalDouble centralMeridian) {

    public Position {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(centralMeridian, "centralMeridian");
        if (!Double.isFinite(first) || !Double.isFinite(second)) {
            throw new IllegalArgumentException("coordinates must be finite numbers");
        }
        if (system == CoordinateSystem.WGS84 && (Math.abs(first) > 90 || Math.abs(second) > 180)) {
            throw new IllegalArgumentException("latitude is -90 to 90 and longitude -180 to 180 degrees");
        }
        if (system == CoordinateSystem.VN2000 && centralMeridian.isEmpty()) {
            throw new IllegalArgumentException("a VN-2000 position needs its central meridian");
        }
    }

    public static Position wgs84(double latitude, double longitude) {
        return new Position(CoordinateSystem.WGS84, latitude, longitude, OptionalDouble.empty());
    }

    public static Position vn2000(double northing, double easting, double centralMeridian) {
        return new Position(CoordinateSystem.VN2000, northing, easting, OptionalDouble.of(centralMeridian));
    }

    /** Coordinate systems Vietnamese agencies write positions in. */
    public enum CoordinateSystem {
        /** Latitude and longitude in degrees, as GPS and web maps give them. */
        WGS84,
        /** Vietnam's national grid, transverse Mercator in 3-degree zones (scale factor 0.9999). */
        VN2000
    }
}
