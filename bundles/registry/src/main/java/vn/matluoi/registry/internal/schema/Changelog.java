package vn.matluoi.registry.internal.schema;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import liquibase.resource.AbstractResource;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;
import vn.matluoi.api.schema.SchemaPart;

/**
 * The changelog of one part, read from the bundle that brings it. Liquibase knows it by the part's name, so that two
 * bundles may use the same path and one may rename its file; it is shown this one file and nothing else.
 */
final class Changelog {

    private final String path;
    private final byte[] bytes;

    private Changelog(String path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** @throws IOException if the bundle does not hold the file it names */
    static Changelog of(SchemaPart part) throws IOException {
        try (var in = part.getClass().getClassLoader().getResourceAsStream(part.changelog())) {
            if (in == null) {
                throw new IOException("the bundle of the schema part " + part.name() + " has no file "
                        + part.changelog() + ": correct SchemaPart.changelog()");
            }
            return new Changelog(part.name() + ".sql", in.readAllBytes());
        }
    }

    String path() {
        return path;
    }

    /** @return SHA-256 of the file, hex */
    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What Liquibase may read: this file. */
    static final class Shelf extends AbstractResourceAccessor {

        private final Changelog changelog;

        Shelf(Changelog changelog) {
            this.changelog = changelog;
        }

        @Override
        public List<Resource> search(String folder, boolean recursive) {
            return List.of();
        }

        @Override
        public List<Resource> getAll(String wanted) {
            return changelog.path.equals(wanted) ? List.of(new Page(changelog)) : List.of();
        }

        @Override
        public List<String> describeLocations() {
            return List.of(changelog.path);
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }

    private static final class Page extends AbstractResource {

        private final Changelog changelog;

        Page(Changelog changelog) {
            super(changelog.path, URI.create("part:/" + changelog.path));
            this.changelog = changelog;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(changelog.bytes);
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public Resource resolve(String other) {
            throw new UnsupportedOperationException("a changelog is one file; it cannot include " + other);
        }

        @Override
        public Resource resolveSibling(String other) {
            return resolve(other);
        }
    }
}
