package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;

/**
 * One plug-in.
 *
 * @param problem why it does not serve, and what to do; of a quarantined one, why it is held
 * @param sources how many sources use it
 * @param kept versions that can be gone back to, the present one among them, the newest first
 */
public record DriverJson(
        @Limit(max = 40, required = true) String family,
        @Limit(max = 60) String version,
        @Limit(max = 11, required = true, pattern = "active|failed|quarantined|available|missing") String status,
        @Limit(max = 4000) String problem,
        @Limit(required = true) int sources,
        @Limit(max = 60, items = 100, required = true) List<String> kept) {

    static DriverJson of(Drivers.Plugin plugin, Asking asking) {
        return new DriverJson(
                plugin.family(),
                plugin.version().orElse(null),
                plugin.status().name().toLowerCase(Locale.ROOT),
                plugin.problem().map(asking::say).orElse(null),
                plugin.sources(),
                plugin.kept());
    }

    /**
     * What an order would do, or did.
     *
     * @param done whether it was carried out; otherwise it is only a plan
     * @param present the version installed before; absent for none
     * @param next the version installed then; absent for none
     * @param others bundles outside the plug-in that would be touched: with any, the order is not carried out
     * @param steps for people, in their order
     * @param driver the plug-in as it is after an order that was carried out; absent from a plan, and if nothing of the plug-in is left
     */
    public record DriverOrderJson(
            @Limit(required = true) boolean done,
            @Limit(max = 60, required = true) String family,
            @Limit(max = 60) String present,
            @Limit(max = 60) String next,
            @Limit(max = 200, items = 1000, required = true) List<String> others,
            @Limit(max = 4000, items = 100, required = true) List<String> steps,
            DriverJson driver) {

        static DriverOrderJson of(DriverAdmin.Plan plan, boolean done, Drivers.Plugin after, Asking asking) {
            return new DriverOrderJson(
                    done,
                    plan.family(),
                    plan.present().orElse(null),
                    plan.next().orElse(null),
                    plan.others(),
                    plan.steps().stream().map(asking::say).toList(),
                    after == null ? null : DriverJson.of(after, asking));
        }
    }
}
