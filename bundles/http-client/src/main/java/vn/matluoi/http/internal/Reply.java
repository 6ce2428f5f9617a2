package vn.matluoi.http.internal;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.XmlElement;

/** A whole answer, unpacked. */
record Reply(int status, HttpHeaders headers, byte[] bytes) implements DeviceReply {

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public String text() {
        return BodyText.read(bytes, contentType());
    }

    @Override
    public XmlElement xml() throws Garbled {
        return DeviceXml.read(bytes, contentType());
    }

    String contentType() {
        return header("Content-Type").orElse("");
    }

    @Override
    public String toString() {
        return status + ", " + bytes.length + " bytes";
    }
}
