package vn.matluoi.registry.internal.normalise;

/**
 * VN-2000 to WGS 84 by another way than the hub's: Krüger's series of 1912 in the third flattening, to the fourth order,
 * and the coordinate-frame rotation with the signs of Decision 05/2007/QĐ-BTNMT.
 */
final class KruegerSeries {

    private static final double A = 6_378_137;
    private static final double F = 1 / 298.257223563;
    private static final double E2 = F * (2 - F);

    private KruegerSeries() {}

    /** @return latitude and longitude in degrees */
    static double[] toWgs84(double meridian, double scale, double northing, double easting) {
        var n = F / (2 - F);
        var radius = A / (1 + n) * (1 + n * n / 4 + Math.pow(n, 4) / 64);
        double[] beta = {
            n / 2 - 2 * n * n / 3 + 37 * Math.pow(n, 3) / 96 - Math.pow(n, 4) / 360,
            n * n / 48 + Math.pow(n, 3) / 15 - 437 * Math.pow(n, 4) / 1440,
            17 * Math.pow(n, 3) / 480 - 37 * Math.pow(n, 4) / 840,
            4397 * Math.pow(n, 4) / 161_280
        };
        var xi = northing / (scale * radius);
        var eta = (easting - 500_000) / (scale * radius);
        var xi0 = xi;
        var eta0 = eta;
        for (var j = 1; j <= beta.length; j++) {
            xi0 -= beta[j - 1] * Math.sin(2 * j * xi) * Math.cosh(2 * j * eta);
            eta0 -= beta[j - 1] * Math.cos(2 * j * xi) * Math.sinh(2 * j * eta);
        }
        var conformal = Math.asin(Math.sin(xi0) / Math.cosh(eta0));
        var longitude = Math.toRadians(meridian) + Math.atan2(Math.sinh(eta0), Math.cos(xi0));
        return frame(geodetic(conformal), longitude);
    }

    private static double geodetic(double conformal) {
        var e = Math.sqrt(E2);
        var latitude = conformal;
        for (var i = 0; i < 20; i++) {
            var s = e * Math.sin(latitude);
            latitude = 2 * Math.atan(Math.tan(Math.PI / 4 + conformal / 2) * Math.pow((1 + s) / (1 - s), e / 2))
                    - Math.PI / 2;
        }
        return latitude;
    }

    private static double[] frame(double latitude, double longitude) {
        var second = Math.PI / 180 / 3600;
        var rx = -0.00928836 * second;
        var ry = 0.01975479 * second;
        var rz = -0.00427372 * second;
        var m = 1.000000252906278;
        var v = A / Math.sqrt(1 - E2 * Math.pow(Math.sin(latitude), 2));
        var x = v * Math.cos(latitude) * Math.cos(longitude);
        var y = v * Math.cos(latitude) * Math.sin(longitude);
        var z = v * (1 - E2) * Math.sin(latitude);
        var x2 = -191.90441429 + m * (x + rz * y - ry * z);
        var y2 = -39.30318279 + m * (-rz * x + y + rx * z);
        var z2 = -111.45032835 + m * (ry * x - rx * y + z);
        var p = Math.hypot(x2, y2);
        var result = Math.atan2(z2, p * (1 - E2));
        for (var i = 0; i < 20; i++) {
            var n = A / Math.sqrt(1 - E2 * Math.pow(Math.sin(result), 2));
            result = Math.atan2(z2 + E2 * n * Math.sin(result), p);
        }
        return new double[] {Math.toDegrees(result), Math.toDegrees(Math.atan2(y2, x2))};
    }
}
