package vn.matluoi.api.http;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.driver.DeviceException;

/** A device's whole answer. */
@ProviderType
public interface DeviceReply {

    int status();

    /** @return first value of a header, by its name in any case */
    Optional<String> header(String name);

    /** @return the body, unpacked if it came packed; not to be changed */
    byte[] bytes();

    /** @return the body as text: UTF-8 if it is valid UTF-8, else as the content type says, else ISO-8859-1 */
    String text();

    /**
     * Reads the body as XML, by local names, strictly first and then leniently: byte order mark, leading blanks, a
     * wrong encoding declaration, control characters and unbound prefixes are forgiven. DTDs and entities are not.
     *
     * @throws DeviceException.Garbled if it still cannot be read, or breaks a limit of depth, elements or length
     */
    XmlElement xml() throws DeviceException.Garbled;
}
