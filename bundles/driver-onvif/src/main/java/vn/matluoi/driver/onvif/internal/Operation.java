package vn.matluoi.driver.onvif.internal;

import java.time.Duration;

/**
 * One thing to ask of a service.
 *
 * @param service whom
 * @param name of the operation, as {@code GetProfiles}
 * @param action its SOAP action
 * @param body the element to send, whole; every value in it is escaped already
 * @param headers more SOAP header elements; may be empty
 * @param patience how long the device may hold its answer back, for a long poll
 */
record Operation(Service service, String name, String action, String body, String headers, Duration patience) {

    /** @param inside what stands within the operation's element, escaped already */
    static Operation of(Service service, String name, String inside) {
        var element = service.prefix() + ":" + name;
        return new Operation(
                service,
                name,
                service.namespace() + "/" + name,
                "<%1$s>%2$s</%1$s>".formatted(element, inside),
                "",
                Duration.ZERO);
    }

    static Operation of(Service service, String name) {
        return of(service, name, "");
    }
}
