package vn.matluoi.rest.internal.v1;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeliveryReplay;
import vn.matluoi.rest.internal.Services;

/** Takes again what programs delivered by {@code POST /events} and {@code POST /imports} and was refused then. Any thread. */
public final class DeliveredAgain implements DeliveryReplay {

    private static final Set<String> SHEETS = Set.of(ImportResource.CSV, ImportResource.XLSX);

    private final Services services;

    public DeliveredAgain(Services services) {
        this.services = services;
    }

    @Override
    public boolean reads(DeadLetter letter) {
        return isEvents(letter) || SHEETS.contains(letter.mediaType());
    }

    private static boolean isEvents(DeadLetter letter) {
        return letter.mediaType().startsWith("application/")
                && letter.mediaType().endsWith("json");
    }

    @Override
    public Optional<Text> replay(AgencyRoute route, DeadLetter letter, byte[] raw) {
        if (isEvents(letter)) {
            var told = new ToldEvents(route.source(), letter.lastAt()).read(raw); // they were reported then
            services.need(Events.class).take(told, Optional.of(letter.delivery()));
            return Optional.empty();
        }
        var report =
                services.need(Imports.class).take(route.again(letter.name(), letter), new ByteArrayInputStream(raw));
        return AgencySheets.taken(letter, report);
    }
}
