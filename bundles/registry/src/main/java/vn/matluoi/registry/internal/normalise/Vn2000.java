package vn.matluoi.registry.internal.normalise;

import java.util.HashMap;
import java.util.Map;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.ProjCoordinate;
import vn.matluoi.api.Position;

/**
 * Vietnam's national grid VN-2000 to WGS 84.
 *
 * <p>Parameters: Decision 05/2007/QĐ-BTNMT, article 1 (shift -191.90441429, -39.30318279, -111.45032835 m; rotation
 * -0.00928836, 0.01975479, -0.00427372 seconds of arc; scale 1.000000252906278). The decision's rotations turn the frame
 * (EPSG method 9607); proj's {@code +towgs84} turns the vector (9606), hence the opposite signs here: copied with their
 * signs unchanged they would be half a metre off. Projection: Circular 973/2001/TT-TCĐC, transverse Mercator, false
 * easting 500 km, scale 0.9999 in zones of 3 degrees and 0.9996 in zones of 6. Not safe for several threads.
 */
final class Vn2000 {

    private static final String GRID = "+proj=tmerc +lat_0=0 +lon_0=%s +k=%s +x_0=500000 +y_0=0 +ellps=WGS84"
            + " +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
            + " +units=m +no_defs";

    private final CRSFactory systems = new CRSFactory();
    private final CoordinateTransformFactory transforms = new CoordinateTransformFactory();
    private final Map<Zone, CoordinateTransform> byZone = new HashMap<>();

    /**
     * A zone of the grid.
     *
     * @param centralMeridian in degrees east
     * @param wide whether it is 6 degrees wide instead of 3
     */
    record Zone(double centralMeridian, boolean wide) {

        /** Vietnam's provinces use central meridians from 103° to 109°. */
        static boolean known(double meridian) {
            return meridian >= 102 && meridian <= 112 && meridian * 4 == Math.rint(meridian * 4);
        }
    }

    /**
     * @param northing X in metres, as Vietnamese sheets name it
     * @param easting Y in metres
     * @return the same point in WGS 84
     */
    Position toWgs84(Zone zone, double northing, double easting) {
        var result = byZone.computeIfAbsent(zone, this::transform)
                .transform(new ProjCoordinate(easting, northing), new ProjCoordinate());
        return Position.wgs84(result.y, result.x);
    }

    private CoordinateTransform transform(Zone zone) {
        var grid = systems.createFromParameters(
                "VN-2000", GRID.formatted(zone.centralMeridian, zone.wide ? "0.9996" : "0.9999"));
        var degrees = systems.createFromParameters("WGS 84", "+proj=longlat +datum=WGS84 +no_defs");
        return transforms.createTransform(grid, degrees);
    }
}
