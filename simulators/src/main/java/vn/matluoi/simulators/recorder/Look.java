package vn.matluoi.simulators.recorder;

/**
 * Where a camera that turns looks.
 *
 * @param azimuth tenths of a degree
 * @param elevation tenths of a degree, downwards
 * @param zoom tenths of a power
 * @param patrol the one it walks; 0 for none
 */
public record Look(int azimuth, int elevation, int zoom, boolean moving, int patrol) {}
