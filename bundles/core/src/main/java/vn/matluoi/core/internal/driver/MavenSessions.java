package vn.matluoi.core.internal.driver;

import java.lang.reflect.Field;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Pax URL's resolver of {@code mvn:} addresses keeps without ever using it again. Releases 2.7.0 and 2.7.1 file a session of
 * Maven's resolver under another key than they look for one, so that each address looked up leaves one behind: eight, some
 * 48 KiB, for each plug-in installed (<a href="https://github.com/ops4j/org.ops4j.pax.url/issues/415">issue 415</a>, mended in
 * 2.6.17 only). Any thread.
 */
final class MavenSessions {

    private static final Logger LOG = LoggerFactory.getLogger(MavenSessions.class);
    private static final String RESOLVER = "org.ops4j.pax.url.mvn.MavenResolver";

    private MavenSessions() {}

    /** Lets go of those at rest: the resolver makes new ones. A resolver that keeps them elsewhere is left alone. */
    static void drop(BundleContext context) {
        try {
            var resolvers = context.getAllServiceReferences(RESOLVER, null);
            if (resolvers == null) {
                return;
            }
            for (var reference : resolvers) {
                var resolver = context.getService(reference);
                if (resolver != null) {
                    drop(resolver);
                    context.ungetService(reference);
                }
            }
        } catch (ReflectiveOperationException | InvalidSyntaxException | RuntimeException e) {
            LOG.debug("sessions of Maven's resolver stay", e); // memory only: the deployment is made
        }
    }

    static void drop(Object resolver) throws ReflectiveOperationException {
        Field field = resolver.getClass().getDeclaredField("sessions");
        field.setAccessible(true);
        if (field.get(resolver) instanceof Map<?, ?> sessions) {
            sessions.clear();
        }
    }
}
