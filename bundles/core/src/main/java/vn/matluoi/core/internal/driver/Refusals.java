package vn.matluoi.core.internal.driver;

import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/** Why a plug-in is not installed or removed. */
final class Refusals {

    private Refusals() {}

    static HubException notOffered(String family, Optional<String> version) {
        var what = version.map(each -> family + " " + each).orElse(family);
        return new HubException(
                Reason.NOT_FOUND,
                "driver.not-offered",
                new Text(
                        "drivers/repository không có trình điều khiển %s".formatted(what),
                        "drivers/repository has no driver %s".formatted(what)));
    }

    static HubException notInstalled(String family) {
        return new HubException(
                Reason.NOT_FOUND,
                "driver.not-installed",
                new Text(
                        "trình điều khiển %s chưa được cài".formatted(family),
                        "driver %s is not installed".formatted(family)));
    }

    static HubException notInstallable(Offer offer, Exception cause) {
        var why = DriverFaults.rootOf(cause);
        return new HubException(
                Reason.UNAVAILABLE,
                "driver.not-installable",
                new Text(
                        "không cài được trình điều khiển %s %s: %s".formatted(offer.family(), offer.version(), why),
                        "driver %s %s cannot be installed: %s".formatted(offer.family(), offer.version(), why)));
    }
}
