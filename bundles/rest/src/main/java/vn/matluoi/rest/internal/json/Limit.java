package vn.matluoi.rest.internal.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a value may be. One annotation serves the check of what comes in and the description in {@code openapi.json}, so
 * that the two cannot differ.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.FIELD})
public @interface Limit {

    /** Most characters of a text. */
    int max() default 200;

    /** Most entries of a list or map. */
    int items() default 1000;

    /** Regular expression the whole text matches. */
    String pattern() default "";

    boolean required() default false;

    /** Least value of a number. */
    long least() default 0;

    /** Greatest value of a number. */
    long most() default Long.MAX_VALUE;

    /** Never in an answer. */
    boolean secret() default false;

    /** Keys of this map are the catalogue's fields. */
    boolean cameraFields() default false;

    /** What it means, in English. */
    String about() default "";
}
