package vn.matluoi.simulators.sheet;

/**
 * Plane coordinates of Viet Nam's national system VN-2000 with central meridian 105°45' (Circular 973/2001/TT-TCĐC: Long
 * An, and with it the province of today; zone of 3 degrees, scale 0.9999, false easting 500 km), from WGS84 by the seven
 * parameters of Decision 05/2007/QĐ-BTNMT.
 *
 * @param x metres north of the equator, as Vietnamese surveyors name it
 * @param y metres east, the central meridian being 500,000
 */
public record Vn2000(double x, double y) {

    private static final double AXIS = 6378137.0;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double E2 = FLATTENING * (2 - FLATTENING);
    private static final double MERIDIAN = Math.toRadians(105.75);
    private static final double SCALE = 0.9999;
    private static final double FALSE_EASTING = 500_000;

    private static final double DX = -191.90441429;
    private static final double DY = -39.30318279;
    private static final double DZ = -111.45032835;
    private static final double RX = Math.toRadians(-0.00928836 / 3600);
    private static final double RY = Math.toRadians(0.01975479 / 3600);
    private static final double RZ = Math.toRadians(-0.00427372 / 3600);
    private static final double PPM = 1 + 0.252906278e-6;

    /** @param latitude WGS84 degrees north; @param longitude WGS84 degrees east */
    public static Vn2000 of(double latitude, double longitude) {
        double lat = Math.toRadians(latitude);
        double lon = Math.toRadians(longitude);
        double n = AXIS / Math.sqrt(1 - E2 * Math.pow(Math.sin(lat), 2));
        double gx = n * Math.cos(lat) * Math.cos(lon) - DX;
        double gy = n * Math.cos(lat) * Math.sin(lon) - DY;
        double gz = n * (1 - E2) * Math.sin(lat) - DZ;
        // the inverse of a rotation this small is the rotation the other way
        double vx = (gx + RZ * gy - RY * gz) / PPM;
        double vy = (-RZ * gx + gy + RX * gz) / PPM;
        double vz = (RY * gx - RX * gy + gz) / PPM;
        double p = Math.hypot(vx, vy);
        double phi = Math.atan2(vz, p * (1 - E2));
        for (int i = 0; i < 5; i++) {
            double radius = AXIS / Math.sqrt(1 - E2 * Math.pow(Math.sin(phi), 2));
            phi = Math.atan2(vz + E2 * radius * Math.sin(phi), p);
        }
        return project(phi, Math.atan2(vy, vx));
    }

    /** Transverse Mercator, series as in Snyder, Map Projections: A Working Manual (USGS 1395), 8-9 to 8-13. */
    private static Vn2000 project(double phi, double lambda) {
        double ep2 = E2 / (1 - E2);
        double n = AXIS / Math.sqrt(1 - E2 * Math.pow(Math.sin(phi), 2));
        double t = Math.pow(Math.tan(phi), 2);
        double c = ep2 * Math.pow(Math.cos(phi), 2);
        double a = (lambda - MERIDIAN) * Math.cos(phi);
        double m = AXIS
                * ((1 - E2 / 4 - 3 * E2 * E2 / 64 - 5 * E2 * E2 * E2 / 256) * phi
                        - (3 * E2 / 8 + 3 * E2 * E2 / 32 + 45 * E2 * E2 * E2 / 1024) * Math.sin(2 * phi)
                        + (15 * E2 * E2 / 256 + 45 * E2 * E2 * E2 / 1024) * Math.sin(4 * phi)
                        - 35 * E2 * E2 * E2 / 3072 * Math.sin(6 * phi));
        double east = SCALE
                * n
                * (a
                        + (1 - t + c) * Math.pow(a, 3) / 6
                        + (5 - 18 * t + t * t + 72 * c - 58 * ep2) * Math.pow(a, 5) / 120);
        double north = SCALE
                * (m
                        + n
                                * Math.tan(phi)
                                * (a * a / 2
                                        + (5 - t + 9 * c + 4 * c * c) * Math.pow(a, 4) / 24
                                        + (61 - 58 * t + t * t + 600 * c - 330 * ep2) * Math.pow(a, 6) / 720));
        return new Vn2000(north, east + FALSE_EASTING);
    }
}
