package vn.matluoi.itests;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The project's files, without those that benchmarks write and delete beside the tests. */
final class Tree {

    private static final Set<String> OTHERS = Set.of(".git", ".run", "node_modules");

    private Tree() {}

    /** @return files and folders, at most so deep */
    static List<Path> files(Path folder, int depth) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(folder, Set.<FileVisitOption>of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                found.add(each);
                return OTHERS.contains(each.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                found.add(each);
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
