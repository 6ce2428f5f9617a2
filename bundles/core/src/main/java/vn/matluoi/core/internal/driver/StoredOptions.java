package vn.matluoi.core.internal.driver;

import vn.matluoi.api.HubException;

/** The options of a family's sources, as the database has them. Blocks; any thread. */
public interface StoredOptions {

    /**
     * Asks the plug-in that is there now what is to become of them. Stores nothing.
     *
     * @param from version of the plug-in before
     * @param to version of the plug-in that is there
     * @return what is to be changed
     * @throws HubException {@code CONFLICT} if a source's options cannot be carried over; says which, and what to do
     */
    OptionChanges ask(String family, String from, String to);

    /**
     * Stores what {@link #ask} said: of all sources, or of none.
     *
     * @throws HubException {@code CONFLICT} if a person changed one of them meanwhile; whatever the database refuses.
     *     What was stored is taken back then; a source with which that failed, too, adds a suppressed exception
     */
    void store(OptionChanges changes, String by);

    /** Takes changes back that were stored, as far as they were; what people changed since stays. May be done again. */
    void takeBack(OptionChanges changes, String by);
}
