package vn.matluoi.api.intake;

/** Who is speaking. The layers are kept apart: synchronising a device never overwrites a person. */
public enum Layer {
    /** What a device answered about itself. */
    DEVICE,
    /** What the managing agency wrote: a spreadsheet, its own system, its source's settings. */
    AGENCY,
    /** What the province's administrators decided. */
    PROVINCE
}
