package vn.matluoi.rest.internal.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an operation does and answers, for {@code openapi.json} and for the status of a good answer. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Doc {

    /** One line in English. */
    String value();

    /** Status of a good answer. */
    int status() default 200;

    /** A second status of a good answer, for a method that chooses; 0 for none. */
    int or() default 0;

    /** What a good answer holds, where the method's return type does not say it; {@code Void} for what it says. */
    Class<?> answer() default Void.class;

    /** The files of a form. */
    String[] parts() default {"file"};

    /** Most bytes of a good answer that is {@code byte[]}. */
    long bytes() default 64L << 20;
}
