package vn.matluoi.camel.internal;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;

/** What bundles bring in the tests of routes; a builder serves one context. */
final class TestTemplates {

    /** Template {@code ticking}. */
    static RoutesBuilder ticking() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("ticking")
                        .templateParameter("routeName")
                        .templateParameter("pace.ms", null, "pause between two ticks")
                        .templateParameter("source", "", "id of the source")
                        .templateParameter("first.ms", "60000", "pause before the first")
                        .from("timer:{{routeName}}?period={{pace.ms}}&delay={{first.ms}}")
                        .routeGroup("agency")
                        .routeDescription("Đồng hồ → {{source}}")
                        .removeHeaders("*")
                        .log("tick");
            }
        };
    }

    /** Template {@code asking}, with the parameters of a route that asks. */
    static RoutesBuilder asking() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("asking")
                        .templateParameter("routeName")
                        .templateParameter("every.seconds", "3600", "pause between two runs")
                        .templateParameter("at", "", "times of the day instead")
                        .from("timer:{{routeName}}?delay=60000")
                        .removeHeaders("*")
                        .log("ask");
            }
        };
    }

    /** Template {@code keyed}, with a file that holds a secret. */
    static RoutesBuilder keyed() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("keyed")
                        .templateParameter("routeName")
                        .templateParameter("secret.file", "", "file with the password")
                        .from("timer:{{routeName}}?delay=60000")
                        .removeHeaders("*")
                        .log("keyed");
            }
        };
    }

    /** Template {@code other}. */
    static RoutesBuilder other() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("other")
                        .templateParameter("routeName")
                        .from("timer:{{routeName}}")
                        .removeHeaders("*")
                        .log("other");
            }
        };
    }

    /** Cannot be built. */
    static RoutesBuilder broken() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                throw new IllegalStateException("a bad plug-in");
            }
        };
    }

    private TestTemplates() {}
}
