package vn.matluoi.driver.hikvision.internal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/**
 * The places a device has for servers that it sends its alarms to, one to three: {@code httpHosts}. One is taken that is
 * free, or that this source left behind; one that sends elsewhere is never touched. Source: ISAPI 15.3.5 to 15.3.7, and
 * VENDORS 4.1.
 */
final class AlarmHosts {

    static final String PATH = "/ISAPI/Event/notification/httpHosts";

    private static final String ROOT = "HttpHostNotificationList";
    private static final String ONE = "HttpHostNotification";
    private static final int MOST = 64;

    /** One place is a dozen lines, which are searched through. */
    private static final int LONGEST = 16 * 1024;

    private static final Set<String> NOBODY = Set.of("", "0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** How much longer than usual a device may try. */
    private static final Duration TRIES = Duration.ofSeconds(15);

    private final Isapi isapi;
    private final URI address;

    /** @param address where the device is to send */
    AlarmHosts(Isapi isapi, URI address) {
        this.isapi = isapi;
        this.address = address;
    }

    /**
     * A place that was taken.
     *
     * @param free what is put back into it; empty if it is to be removed, as it was made
     */
    record Taken(String id, Optional<String> free) {

        String path() {
            return PATH + "/" + id;
        }
    }

    /**
     * @throws DeviceException.Unsupported if it has no such places
     * @throws DeviceException.Busy if all are taken by others, or the hub's address is none that can be written there
     */
    Taken take() throws DeviceException {
        if (address.getHost().startsWith("[")) {
            throw Words.hubOfVersion6(address);
        }
        var list = isapi.find(PATH, ROOT).orElseThrow(() -> Words.notThere(PATH));
        var hosts = list.children(ONE);
        var mine = hosts.stream().filter(this::leftBehind).findFirst();
        var place = mine.or(() -> hosts.stream().filter(AlarmHosts::isFree).findFirst())
                .flatMap(host -> host.text("id"))
                .map(Clean::word)
                .filter(id -> id.matches("[\\w-]{1,20}"));
        return place.isPresent() ? fill(place.get(), mine.isPresent()) : add(list, hosts);
    }

    /** @throws DeviceException.Garbled if the device says it took the address, and did not */
    void check(Taken taken) throws DeviceException {
        if (!isapi.find(taken.path()).filter(this::isOurs).isPresent()) {
            throw Words.hostNotTaken();
        }
    }

    /** Sends the device's own document back with another address in it, if it is that place's, and nobody's still. */
    private Taken fill(String id, boolean leftBehind) throws DeviceException {
        var path = PATH + "/" + id;
        var reply = isapi.raw(new DeviceRequest("GET", path, Optional.empty(), new byte[0], LONGEST));
        if (reply.status() >= 300) {
            throw Isapi.refusal(path, reply.status());
        }
        var place = reply.xml();
        if (!place.name().equals(ONE)
                || place.text("id").map(Clean::word).filter(id::equals).isEmpty()) {
            throw Words.otherRoot(path, Clean.word(place.name()));
        }
        if (!(leftBehind ? leftBehind(place) : isFree(place))) {
            throw Words.busy();
        }
        var document = new HostDocument(reply.text());
        isapi.tell("PUT", path, document.to(address).text());
        return new Taken(id, Optional.of(leftBehind ? document.toNobody().text() : document.text()));
    }

    private Taken add(XmlElement list, List<XmlElement> hosts) throws DeviceException {
        var used = hosts.stream().flatMap(h -> h.text("id").stream()).collect(Collectors.toSet());
        var most = Math.min(MOST, places());
        for (int id = 1; id <= most; id++) {
            if (!used.contains(String.valueOf(id)) && hosts.size() < most) {
                isapi.tell("POST", PATH, HostDocument.fresh(id, address).text());
                return new Taken(String.valueOf(id), Optional.empty());
            }
        }
        throw hosts.isEmpty() ? Words.notThere(PATH) : Words.noHostFree(hosts.size());
    }

    private int places() throws DeviceException {
        return isapi.find(PATH + "/capabilities")
                .flatMap(c -> c.text("hostNumber"))
                .filter(n -> n.matches("\\d{1,3}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** @return the first that is somebody's: a device keeps what it does not use; empty if none is */
    private static String host(XmlElement host) {
        return Stream.of("ipAddress", "ipv6Address", "hostName")
                .flatMap(name -> host.text(name).stream())
                .map(String::strip)
                .filter(somebody -> !NOBODY.contains(somebody))
                .findFirst()
                .orElse("");
    }

    /** Other protocols than HTTP have servers of their own (EHome). */
    private static boolean isFree(XmlElement host) {
        var protocol = host.text("protocolType").orElse("HTTP");
        return NOBODY.contains(host(host)) && (protocol.equalsIgnoreCase("HTTP") || protocol.equalsIgnoreCase("HTTPS"));
    }

    /** What an earlier run of this hub left there for the same source. */
    private boolean leftBehind(XmlElement host) {
        var path = address.getRawPath();
        return isHere(host)
                && host.text("url")
                        .filter(u -> u.startsWith(path.substring(0, path.lastIndexOf('/') + 1)))
                        .isPresent();
    }

    private boolean isHere(XmlElement host) {
        return host(host).equalsIgnoreCase(address.getHost())
                && host.text("portNo")
                        .filter(String.valueOf(address.getPort())::equals)
                        .isPresent();
    }

    private boolean isOurs(XmlElement host) {
        return isHere(host)
                && host.text("url").filter(address.getRawPath()::equals).isPresent();
    }

    /** Has the device try. @return its own words if it says that it cannot; empty if it can, or does not know how to try */
    Optional<String> test(Taken taken) throws DeviceException {
        var path = taken.path() + "/test";
        return tried(path, HostDocument.fresh(taken.id(), address))
                .flatMap(Isapi::readable)
                .filter(r -> r.name().equals("HttpHostTestResult"))
                .flatMap(r -> r.text("errorDescription"))
                .map(Clean::word)
                .filter(said -> !said.matches("(?i)ok|success(ful(ly)?)?|succeeded|no error|none"));
    }

    /** The device answers when its own connection failed, which may take it long. */
    private Optional<DeviceReply> tried(String path, HostDocument document) throws DeviceException {
        try {
            return Optional.of(
                    isapi.raw(Isapi.xml("POST", path, document.text()).waiting(TRIES)));
        } catch (Unreachable e) {
            return Optional.empty();
        }
    }

    /** @return whether the place still sends here, as far as can be told; the stage fails with a {@link DeviceException} */
    CompletionStage<Boolean> look(Taken taken) {
        return isapi.send(DeviceRequest.get(taken.path()))
                .thenApply(reply -> one(reply).map(this::isOurs).orElse(!Isapi.isAbsent(reply.status())));
    }

    private static Optional<XmlElement> one(DeviceReply reply) {
        return Isapi.readable(reply).filter(e -> e.name().equals(ONE));
    }

    /** Frees the place, if it still sends here: somebody else may have taken it meanwhile. */
    CompletionStage<Void> free(Taken taken) {
        return isapi.send(DeviceRequest.get(taken.path()))
                .thenCompose(reply -> one(reply).filter(this::isOurs).isPresent()
                        ? isapi.send(freeing(taken)).thenApply(freed -> true)
                        : CompletableFuture.completedFuture(false))
                .handle((freed, why) -> null);
    }

    /** Frees the place, whatever stands there: it was taken just now. */
    CompletionStage<Void> clear(Taken taken) {
        return isapi.send(freeing(taken)).handle((freed, why) -> null);
    }

    private static DeviceRequest freeing(Taken taken) {
        return taken.free()
                .map(before -> Isapi.xml("PUT", taken.path(), before))
                .orElseGet(() -> new DeviceRequest(
                        "DELETE", taken.path(), Optional.empty(), new byte[0], DeviceRequest.MAX_BYTES));
    }
}
