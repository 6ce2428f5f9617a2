package vn.matluoi.registry.internal.intake;

import java.util.Optional;

/** A point on the ground, WGS 84, in degrees. */
record Spot(double latitude, double longitude) {

    /** Metres of one degree of latitude; the error of a sphere does not matter over two metres. */
    private static final double DEGREE = 111_195;

    /** @return the point; empty if one of the two is not stated */
    static Optional<Spot> of(String latitude, String longitude) {
        if (latitude == null || longitude == null || latitude.isBlank() || longitude.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new Spot(Double.parseDouble(latitude), Double.parseDouble(longitude)));
    }

    double metresTo(Spot other) {
        var north = (other.latitude - latitude) * DEGREE;
        var east = (other.longitude - longitude) * DEGREE * Math.cos(Math.toRadians(latitude));
        return Math.hypot(north, east);
    }
}
