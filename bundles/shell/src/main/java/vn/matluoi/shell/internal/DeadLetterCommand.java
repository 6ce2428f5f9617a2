package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import vn.matluoi.api.route.DeadLetterDesk;

/** A command about one letter of a route. */
public abstract class DeadLetterCommand extends HubCommand {

    @Argument(
            name = "NAME NUMBER",
            required = true,
            multiValued = true,
            description = "Tên tuyến và số của bản tin / The route's name and the letter's number")
    List<String> words;

    @Reference(optional = true)
    DeadLetterDesk desk;

    String route;
    long letter;

    @Override
    void words() {
        if (words.size() != 2 || !words.get(1).matches("\\d{1,18}")) {
            throw invalid(
                    "letter",
                    "letter.argument",
                    "cần tên tuyến và số của bản tin, xem hub:dead-letter-list",
                    "the route's name and the letter's number are wanted, see hub:dead-letter-list");
        }
        route = words.get(0);
        letter = Long.parseLong(words.get(1));
    }

    @Override
    Map<String, String> details() {
        return Map.of("letter", Long.toString(letter));
    }

    @Override
    Optional<String> subject() {
        return Optional.of(route);
    }
}
