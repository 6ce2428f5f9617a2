package vn.matluoi.driver.hikvision.internal;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device's own {@code HttpHostNotification}: changed in place, since firmware rejects unknown and missing elements and a
 * wrong namespace (VENDORS 4.2).
 */
record HostDocument(String text) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

    /** One for a place that does not exist yet. */
    static HostDocument fresh(Object id, URI address) {
        return new HostDocument(
                        """
                <?xml version="1.0" encoding="UTF-8"?>
                <HttpHostNotification version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
                <id>%s</id><url>/</url><protocolType>HTTP</protocolType><parameterFormatType>XML</parameterFormatType>
                <addressingFormatType>ipaddress</addressingFormatType><ipAddress>0.0.0.0</ipAddress><portNo>80</portNo>
                <httpAuthenticationMethod>none</httpAuthenticationMethod></HttpHostNotification>
                """
                                .formatted(id))
                .to(address);
    }

    /** @param address a name, or of version 4 */
    HostDocument to(URI address) {
        boolean number = ADDRESS.matcher(address.getHost()).matches();
        return with("url", address.getRawPath())
                .with("protocolType", "HTTP")
                .with("parameterFormatType", "XML")
                .with("addressingFormatType", number ? "ipaddress" : "hostname")
                .host(number ? "ipAddress" : "hostName", number ? "hostName" : "ipAddress", address.getHost())
                .with("portNo", String.valueOf(address.getPort()))
                .with("httpAuthenticationMethod", "none");
    }

    /** The same as it is when it sends to nobody. */
    HostDocument toNobody() {
        return with("url", "/")
                .with("addressingFormatType", "ipaddress")
                .host("ipAddress", "hostName", "0.0.0.0")
                .with("hostName", "")
                .with("portNo", "80");
    }

    /** Addresses and names have an element each, of which one is there. */
    private HostDocument host(String name, String other, String value) {
        if (element(name).matcher(text).find()) {
            return with(name, value);
        }
        return new HostDocument(element(other)
                .matcher(text)
                .replaceFirst(
                        "<$1" + name + ">" + Matcher.quoteReplacement(Isapi.escaped(value)) + "</$1" + name + ">"));
    }

    private HostDocument with(String name, String value) {
        return new HostDocument(element(name)
                .matcher(text)
                .replaceFirst(
                        "<$1" + name + ">" + Matcher.quoteReplacement(Isapi.escaped(value)) + "</$1" + name + ">"));
    }

    private static Pattern element(String name) {
        return Pattern.compile("<(\\w+:|)" + name + "(?:\\s[^>]*)?(?:/>|>[^<]*</(?:\\w+:)?" + name + "\\s*>)");
    }
}
