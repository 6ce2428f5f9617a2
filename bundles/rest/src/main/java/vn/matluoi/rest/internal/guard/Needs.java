package vn.matluoi.rest.internal.guard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import vn.matluoi.api.access.Action;

/**
 * What an operation asks the decision point for. An operation without this, {@link AnyCaller} or {@link Anyone} is
 * refused to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {

    Action value();

    Reach reach();

    /** Whether it puts off the session's end by idleness; not what a page does by itself for as long as it is open. */
    boolean isUse() default true;

    /** How the caller's scope bears on the operation; stands in the description as {@code x-matluoi-reach}. */
    enum Reach {
        /** The scope is part of the question: a caller of another area gets an empty list. */
        LIST,
        /** About one thing in an area: 404 to a caller of another area. */
        AREA,
        /** The same for everyone who may ask at all: area codes, sectors. */
        REFERENCE,
        /**
         * What one source says: the operation itself asks the decision point again, with the source. Whoever has only a key of a source
         * comes as far as that.
         */
        SOURCE,
        /** For those whose right is not limited to areas: 403 to all others. */
        PROVINCE
    }
}
