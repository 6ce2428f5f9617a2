package vn.matluoi.http.internal;

import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.api.http.XmlElement;

/** What a device sent by itself. */
record Post(String contentType, byte[] bytes) implements DevicePush.Post {

    @Override
    public XmlElement xml() throws Garbled {
        return DeviceXml.read(bytes, contentType);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
