package vn.matluoi.source.soap.internal;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.Unusable;

/**
 * A file in {@code etc/soap} with the envelope that is sent, in UTF-8; {@code {page}} and {@code {next}} stand for what changes from page to
 * page, {@code {security}} for the header that says who asks.
 */
record BodyFile(Path path) {

    static final String PAGE = "{page}";
    static final String NEXT = "{next}";
    static final String SECURITY = "{security}";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,59}");
    private static final int MOST_BYTES = 64 * 1024;

    static BodyFile named(Path etc, String name) {
        return new BodyFile(etc.resolve("soap").resolve(name));
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @return what it holds; empty if it cannot be read, is no UTF-8 or larger than 64 KiB */
    Optional<String> read() {
        try {
            return Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES
                    ? Optional.of(Files.readString(path))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** @throws Unusable if {@link #read()} gives nothing */
    String needed() throws Unusable {
        return read().orElseThrow(() -> new Unusable("soap.body-file", unreadable()));
    }

    Text unreadable() {
        return new Text(
                "không đọc được tệp %s (UTF-8, không quá 64 KiB)".formatted(this),
                "the file %s cannot be read (UTF-8, at most 64 KiB)".formatted(this));
    }

    /** @return why the text is no XML without a DTD; empty if it is */
    static Optional<String> fault(String text) {
        try {
            var factory = SAXParserFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new InputSource(new StringReader(text)), new DefaultHandler() {});
            return Optional.empty();
        } catch (SAXException | IOException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("every Java runtime has a SAX parser with these features", missing);
        }
    }

    /** @return as it stands in the text of an element or in the value of an attribute */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    @Override
    public String toString() {
        return "etc/soap/" + path.getFileName();
    }
}
