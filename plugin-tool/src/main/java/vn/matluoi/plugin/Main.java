package vn.matluoi.plugin;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./hub plugin}: packs a driver, makes keys, signs. Ends with 2 if it could not. */
public final class Main {

    private static final String USAGE =
            """
            plugin pack JAR FOLDER              gói một trình điều khiển / packs a driver's bundle, which has the header Matluoi-Reaches
            plugin key NAME FOLDER              tạo cặp khóa / makes NAME.key (mode 0600, keep it) and NAME.pem (for the hubs)
            plugin sign FILE --key NAME.key     ký / signs a .kar file
            """;

    private Main() {}

    public static void main(String... words) {
        try {
            System.out.println(carryOut(List.of(words)));
        } catch (FileAlreadyExistsException e) {
            fail(e.getFile() + ": đã có, không ghi đè / is there already, and is not overwritten");
        } catch (NoSuchFileException e) {
            fail(e.getFile() + ": không có / there is no such file");
        } catch (IOException e) {
            fail(e.getMessage());
        }
    }

    private static void fail(String why) {
        System.err.println("plugin: " + why);
        System.exit(2);
    }

    /** @return what was done */
    static String carryOut(List<String> words) throws IOException {
        if (words.size() == 3 && words.get(0).equals("pack")) {
            var kar = Kar.pack(Path.of(words.get(1)));
            var file = Path.of(words.get(2)).resolve(kar.fileName());
            kar.write(file);
            return file.toString();
        }
        if (words.size() == 3 && words.get(0).equals("key")) {
            var key = Keys.make(words.get(1), Path.of(words.get(2)));
            return "%s: giữ kín / keep it to yourself%n%s: chép vào etc/drivers/trusted của trạm / copy it to etc/drivers/trusted of the hubs"
                    .formatted(key, key.resolveSibling(words.get(1) + ".pem"));
        }
        if (words.size() == 4 && words.get(0).equals("sign") && words.get(2).equals("--key")) {
            var file = Path.of(words.get(1));
            var key = Path.of(words.get(3));
            Kar.read(file).signed(Keys.signer(key), Keys.read(key)).write(file);
            return "%s: đã ký / signed by %s".formatted(file, Keys.signer(key));
        }
        throw new IOException("\n" + USAGE);
    }
}
