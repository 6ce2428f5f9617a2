package vn.matluoi.soap.internal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.source.Sources;

/** The operations of the contract, {@code docs/reference/agency.wsdl}: each asks the decision point, and then the hub's service. Any thread. */
final class Operations {

    private final Map<String, BiFunction<Caller, Given, XmlElement>> operations;

    Operations(
            AccessDecisions decisions,
            List<AgencyDoor> doors,
            Imports imports,
            ImportLog log,
            Events events,
            Sources sources,
            Clock clock) {
        var entrance = new Entrance(decisions, doors);
        var cameras = new CameraMessages(entrance, imports);
        var reports = new EventMessages(entrance, events, sources, clock);
        operations = Map.of(
                "Ping",
                (caller, given) -> {
                    given.knows();
                    return Made.of(
                            "PingResponse",
                            Made.text("Account", caller.account()),
                            Made.text("At", clock.instant().toString()));
                },
                "SubmitCameras",
                cameras::submit,
                "GetReport",
                (caller, given) -> {
                    var scope = decisions.require(caller, Action.IMPORT_READ);
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
    XmlElement answer(Caller caller, XmlElement message) {
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
        return operation.apply(caller, Given.message(message));
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
