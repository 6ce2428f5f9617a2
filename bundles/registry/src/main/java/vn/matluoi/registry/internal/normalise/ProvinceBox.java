package vn.matluoi.registry.internal.normalise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;

/**
 * A rough box around a province of today, islands included, in degrees WGS 84. Good for noticing a position that belongs
 * to another end of the country; it is no boundary.
 */
record ProvinceBox(double south, double north, double west, double east) {

    /** About 25 km: boxes are rough, and a border town is not a mistake. */
    private static final double MARGIN = 0.25;

    /** Code, south, north, west, east. */
    private static final double[][] BOXES = {
        {1, 20.56, 21.39, 105.28, 106.02},
        {4, 22.35, 23.12, 105.26, 106.84},
        {8, 21.48, 23.39, 104.33, 105.66},
        {11, 20.88, 22.56, 102.14, 103.60},
        {12, 21.68, 22.82, 102.31, 103.99},
        {14, 20.57, 22.04, 103.18, 105.03},
        {15, 21.31, 22.85, 103.52, 105.10},
        {19, 21.32, 22.74, 105.43, 106.24},
        {20, 21.32, 22.47, 106.09, 107.37},
        {22, 20.70, 21.66, 106.43, 108.07},
        {24, 20.96, 21.63, 105.88, 107.04},
        {25, 20.30, 21.72, 104.80, 105.87},
        {31, 20.05, 21.25, 106.05, 107.80},
        {33, 20.28, 21.01, 105.88, 106.65},
        {37, 19.90, 20.71, 105.53, 106.58},
        {38, 19.30, 20.67, 104.36, 106.10},
        {40, 18.55, 20.02, 103.87, 105.82},
        {42, 17.90, 18.77, 105.11, 106.51},
        {44, 16.30, 18.09, 105.61, 107.40},
        {46, 15.99, 16.75, 107.01, 108.21},
        {48, 14.94, 17.20, 107.20, 113.00},
        {51, 13.92, 15.44, 107.33, 109.15},
        {52, 12.96, 14.70, 107.45, 109.40},
        {56, 7.00, 12.87, 108.55, 117.90},
        {66, 12.15, 13.70, 107.48, 109.47},
        {68, 10.50, 12.82, 107.20, 109.00},
        {75, 10.51, 12.31, 106.40, 107.58},
        {79, 8.60, 11.50, 106.33, 107.60},
        {80, 10.38, 11.78, 105.50, 106.79},
        {82, 10.12, 10.97, 105.18, 106.80},
        {86, 9.53, 10.34, 105.69, 106.80},
        {91, 9.20, 10.97, 103.40, 105.58},
        {92, 9.20, 10.33, 105.23, 106.30},
        {96, 8.37, 9.64, 104.50, 105.90}
    };

    private static final Map<String, ProvinceBox> BY_CODE = byCode();

    private static Map<String, ProvinceBox> byCode() {
        var map = new HashMap<String, ProvinceBox>();
        for (var row : BOXES) {
            map.put("%02d".formatted((int) row[0]), new ProvinceBox(row[1], row[2], row[3], row[4]));
        }
        return map;
    }

    static Optional<ProvinceBox> of(AreaCode province) {
        return Optional.ofNullable(BY_CODE.get(province.value()));
    }

    boolean holds(double latitude, double longitude) {
        return latitude >= south - MARGIN
                && latitude <= north + MARGIN
                && longitude >= west - MARGIN
                && longitude <= east + MARGIN;
    }
}
