package vn.matluoi.api.route;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;

/**
 * The configured routes, as desired and as they are, and the templates they are made from. A route belongs to the file
 * {@code etc/vn.matluoi.route-NAME.cfg} that names it, or to people, who enter it by REST or shell; either way the database keeps the
 * last good settings. Any thread; what changes something returns when it is done and recorded.
 */
@ProviderType
public interface Routes {

    /** What a route may be called: it stands in file names, addresses and metrics. */
    String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,59}";

    List<Route> list();

    /** @return empty if there is no such route, not even a file that was refused */
    Optional<Route> find(String name);

    /** @return what routes can be made from now, by name; those that cannot be used, and why, among them */
    List<Template> templates();

    /**
     * Adds a route and starts it, or does nothing.
     *
     * @param parameters of the template, as people write them; blank ones are taken for not given
     * @throws vn.matluoi.api.HubException {@code INVALID} with every key at fault, by its own name, {@code template} and {@code name}
     *     among them, or if it does not start with these; {@code CONFLICT} if a route or a file has that name; {@code UNAVAILABLE} if the
     *     template is not ready, or it cannot be recorded or stored
     */
    Route add(Caller by, String name, String template, Map<String, String> parameters);

    /**
     * Changes a route: these settings take the place of all it had. What it already is, is not done, nor recorded. A stopped one
     * stays stopped.
     *
     * @throws vn.matluoi.api.HubException as {@link #add}, and the former settings go on; {@code NOT_FOUND} if there is none;
     *     {@code CONFLICT}, naming the file, if it belongs to one
     */
    Route update(Caller by, String name, String template, Map<String, String> parameters);

    /**
     * Stops a route and forgets its settings. What it brought stays, its dead letters among them.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is none; {@code CONFLICT}, naming the file, if it belongs to one
     */
    void remove(Caller by, String name);

    /**
     * Starts a route, whoever owns it; it is started again after a restart. One that runs goes on. What its file says and was refused
     * is judged again first.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is none; {@code INVALID} if there is a file alone, and it is refused again
     */
    void start(Caller by, String name);

    /** Stops a route, whoever owns it; it stays stopped after a restart. */
    void stop(Caller by, String name);

    /**
     * One configured route.
     *
     * @param name see {@link #NAME}
     * @param template for example {@code source-file}
     * @param source the source it speaks for, if it is a source
     * @param wanted whether a person or a file wants it to run
     * @param status whether it runs, as seen when this was asked
     * @param problem what is wrong with it: the file, the key, the rule, the mend
     * @param messages how many went through since start
     * @param failures how many failed since start: messages that the hub could not take, and runs that brought nothing, since the
     *     other side did not answer or what it answered cannot be used
     * @param lastMessage when one last went through; of what runs by itself, when a run last brought what can be used
     * @param busy how long all of them took together
     * @param file name of the file that owns it; empty for one that was entered by REST or shell
     * @param parameters its template's, as written; no secret is among them, but an address with a query may be
     */
    record Route(
            String name,
            String template,
            Optional<SourceId> source,
            boolean wanted,
            Status status,
            Optional<Text> problem,
            long messages,
            long failures,
            Optional<Instant> lastMessage,
            Duration busy,
            Optional<String> file,
            Map<String, String> parameters) {

        public Route {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(template, "template");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(problem, "problem");
            Objects.requireNonNull(lastMessage, "lastMessage");
            Objects.requireNonNull(busy, "busy");
            Objects.requireNonNull(file, "file");
            parameters = Map.copyOf(parameters);
        }
    }

    /** How a route is. */
    enum Status {
        STARTED,
        STOPPED,
        /** Its settings are refused; the last good ones, if any, still run. */
        REFUSED,
        /** Its template's bundle is not there. */
        WAITING
    }

    /**
     * What routes are made from.
     *
     * @param name for example {@code source-file}
     * @param about what such a route does
     * @param parameters in the order in which people read them
     * @param problem why no route can be made from it, if none can
     */
    record Template(String name, Text about, List<Parameter> parameters, Optional<Text> problem) {

        public Template {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(about, "about");
            parameters = List.copyOf(parameters);
            Objects.requireNonNull(problem, "problem");
        }
    }

    /**
     * A parameter of a template.
     *
     * @param about what it means, with its range
     * @param example a value that its check accepts; empty if the template gives none
     * @param otherwise its value where none is given; empty if there is none
     * @param required whether it must be given
     * @param secretFile whether it names a file in {@code etc/keys} that holds a secret; no parameter holds one itself
     */
    record Parameter(
            String name,
            Text about,
            Optional<String> example,
            Optional<String> otherwise,
            boolean required,
            boolean secretFile) {

        public Parameter {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(about, "about");
            Objects.requireNonNull(example, "example");
            Objects.requireNonNull(otherwise, "otherwise");
        }
    }
}
