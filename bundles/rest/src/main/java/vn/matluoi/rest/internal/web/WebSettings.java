package vn.matluoi.rest.internal.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code etc/vn.matluoi.web.cfg} says. Read from texts: of a metatype member that is a number SCR throws on a bad
 * word, and the whole surface would be gone. A word that cannot be used is named in the log, and the default counts.
 *
 * @param proxies addresses whose word on whom they speak for is taken
 * @param metricsLocal whether this machine itself reads {@code /metrics} without log-in
 */
public record WebSettings(int ratePerSecond, int rateBurst, Set<InetAddress> proxies, boolean metricsLocal) {

    private static final Logger LOG = LoggerFactory.getLogger(WebSettings.class);

    public static WebSettings of(String ratePerSecond, String rateBurst, String proxies, String metricsLocal) {
        return new WebSettings(
                number("rate.per.second", ratePerSecond, 100, 100_000),
                number("rate.burst", rateBurst, 500, 1_000_000),
                addresses("proxy.addresses", proxies),
                yes("metrics.local", metricsLocal));
    }

    private static int number(String key, String text, int standard, int most) {
        try {
            return (int) Math.max(1, Math.min(most, Long.parseLong(text.strip())));
        } catch (NumberFormatException unreadable) {
            refuse(
                    key,
                    text,
                    "không phải là số nguyên, dùng " + standard,
                    "is no whole number, " + standard + " is used");
            return standard;
        }
    }

    private static Set<InetAddress> addresses(String key, String text) {
        var addresses = new HashSet<InetAddress>();
        for (var word : text.split(",")) {
            if (!word.isBlank()) {
                address(word.strip())
                        .ifPresentOrElse(
                                addresses::add,
                                () -> refuse(key, word.strip(), "không phải là địa chỉ IP", "is no IP address"));
            }
        }
        return Set.copyOf(addresses);
    }

    private static boolean yes(String key, String text) {
        if (!text.strip().matches("true|false")) {
            refuse(key, text, "không phải là true hay false, dùng false", "is neither true nor false, false is used");
        }
        return text.strip().equals("true");
    }

    /** @return the address; empty for anything that is not one, a name included: none is looked up */
    static Optional<InetAddress> address(String text) {
        try {
            return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                    ? Optional.of(InetAddress.getByName(text))
                    : Optional.empty();
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }

    private static void refuse(String key, String text, String vi, String en) {
        LOG.error("etc/vn.matluoi.web.cfg, {}: “{}” {} / “{}” {}", key, text, vi, text, en);
    }
}
