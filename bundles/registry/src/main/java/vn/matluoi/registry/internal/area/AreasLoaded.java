package vn.matluoi.registry.internal.area;

/** A marker service: the reference files are in the database, {@link AreaTable} may read them. */
final class AreasLoaded {}
