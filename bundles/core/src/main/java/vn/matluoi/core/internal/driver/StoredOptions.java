package vn.matluoi.core.internal.driver;

import vn.matluoi.api.HubException;

/** The options of a family's sources, as the database has them. Blocks; any thread. */
public interface StoredOptions {

    /**
     * Asks the plug-in that is there now what is to become of them, and stores that: of all sources, or of none.
     *
     * @param from version of the plug-in before
     * @param to version of the plug-in that is there
     * @return what was changed
     * @throws HubException {@code CONFLICT} if a source's options cannot be carried over; says which, and what to do
     */
    OptionChanges carryOver(String family, String from, String to, String by);

    /** Takes changes back that {@link #carryOver} made. */
    void takeBack(OptionChanges changes, String by);
}
