package vn.matluoi.soap.internal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.source.Sources;

/** The operations of the contract, {@code docs/reference/agency.wsdl}: each asks the decision point, and then the hub's service. Any thread. */
final class Operations {

    /** Those whose messages hand nothing in. */
    private static final Set<String> ASKING = Set.of("Ping", "GetReport");

    private final Map<String, BiFunction<Sender, Given, XmlElement>> operations;
    private final Entrance entrance;
    private final CameraMessages cameras;

    /** @param letters where routes keep what is refused, if that is there */
    Operations(
            AccessDecisions decisions,
            List<AgencyDoor> doors,
            Supplier<Optional<DeadLetters>> letters,
            Imports imports,
            ImportLog log,
            Events events,
            Sources sources,
            Clock clock) {
        entrance = new Entrance(decisions, doors, letters);
        cameras = new CameraMessages(entrance, imports);
        var reports = new EventMessages(entrance, events, sources, clock);
        operations = Map.of(
                "Ping",
                (sender, given) -> {
                    given.knows();
                    return Made.of(
                            "PingResponse",
                            Made.text("Account", sender.caller().account()),
                            Made.text("At", clock.instant().toString()));
                },
                "SubmitCameras",
                cameras::submit,
                "GetReport",
                (sender, given) -> {
                    var scope = decisions.require(sender.caller(), Action.IMPORT_READ);
                    var number = number(given.knows("Import"));
                    return log.find(scope, number)
                            .map(report -> Made.of("GetReportResponse", Reports.of(report)))
                            .orElseThrow(Operations::noReport);
                },
                "ReportEvents",
                reports::events,
                "ReportStatus",
                reports::status);
    }

    /** @return the names of the operations, which are those of their messages */
    Set<String> names() {
        return new TreeSet<>(operations.keySet());
    }

    /** @throws HubException if it is refused */
    XmlElement answer(Sender sender, XmlElement message) {
        var operation = operations.get(message.name());
        if (operation == null) {
            var known = String.join(", ", names());
            throw new HubException(
                    HubException.Reason.INVALID,
                    "soap.operation",
                    new Text(
                            "Hợp đồng không có thông điệp này; các thông điệp: " + known + ".",
                            "The contract has no such message; it has: " + known + "."));
        }
        return operation.apply(sender, Given.message(message));
    }

    /**
     * Takes a letter again.
     *
     * @return what people should know of how it was taken
     * @throws HubException if it is refused again
     */
    Optional<Text> again(Sender sender, XmlElement message) {
        if (ASKING.contains(message.name())) {
            return Optional.empty();
        }
        if (message.name().equals("SubmitCameras")) {
            return AgencySheets.taken(
                    sender.again().orElseThrow().letter(), cameras.taken(sender, Given.message(message)));
        }
        answer(sender, message);
        return Optional.empty();
    }

    /** @return what to answer to a message that was refused; see {@link Entrance#refused} */
    HubException refused(Sender sender, String operation, HubException refusal) {
        return ASKING.contains(operation) ? refusal : entrance.refused(sender, refusal);
    }

    private static long number(Given given) {
        var word = given.need("Import", 19);
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException unreadable) {
            throw given.wrong(
                    "Import",
                    "soap.number",
                    new Text("Phải là số của một lần nhập.", "It must be the number of an import."));
        }
    }

    private static HubException noReport() {
        var text = new Text("Không có lần nhập mang số này.", "There is no import of that number.");
        return new HubException(
                HubException.Reason.NOT_FOUND,
                "import.unknown",
                text,
                List.of(new HubException.FieldError("GetReport/Import", "import.unknown", text)));
    }
}
