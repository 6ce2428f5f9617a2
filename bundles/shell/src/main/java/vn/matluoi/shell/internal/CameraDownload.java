package vn.matluoi.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.FootageFile;

/** {@code hub:camera-download}: fetches recorded footage into a file on the hub's machine. What does not come whole is removed. */
@Service
@Command(
        scope = "hub",
        name = "camera-download",
        description = "Tải một bản ghi về tệp trên máy chủ / Fetches recorded footage into a file on the hub's machine")
public final class CameraDownload extends HubCommand {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Argument(
            name = "camera from to file",
            required = true,
            multiValued = true,
            description =
                    "Mã camera, từ lúc nào, đến lúc nào (tối đa một ngày), tệp chưa có / The camera's id, from when, to when (a day at most), a file that is not there yet")
    List<String> words;

    @Reference(optional = true)
    Cameras cameras;

    @Reference(optional = true)
    CameraDevices devices;

    private CameraId id;
    private Instant from;
    private Instant to;
    private Path file;
    private long bytes;

    @Override
    void words() {
        if (words.size() != 4) {
            throw invalid(
                    "argument",
                    "argument.many",
                    "cần bốn tham số: camera, từ, đến, tệp",
                    "four arguments are wanted: camera, from, to, file");
        }
        id = Names.camera(words.get(0));
        from = Names.moment("from", words.get(1));
        to = Names.moment("to", words.get(2));
        try {
            file = Path.of(words.get(3));
        } catch (InvalidPathException e) {
            throw invalid("file", "file.name", "đường dẫn không hợp lệ", "that is no path");
        }
        if (!file.isAbsolute()) {
            throw invalid(
                    "file",
                    "file.absolute",
                    "hãy ghi đường dẫn đầy đủ, bắt đầu bằng /: tệp nằm trên máy của trạm",
                    "give its whole path, from / on: the file is made on the hub's machine");
        }
    }

    @Override
    Optional<String> subject() {
        return Optional.of(id.value());
    }

    @Override
    Map<String, String> details() {
        return Map.of(
                "from", from.toString(),
                "to", to.toString(),
                "file", file.toString(),
                "bytes", Long.toString(bytes));
    }

    @Override
    void run(Caller caller) throws InterruptedException, IOException {
        var scope = access().require(caller, Action.PLAYBACK);
        there(cameras, "registry").find(scope, id).orElseThrow(() -> notFound("camera", "camera", id));
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var whole = false;
            try {
                keep(out);
                there(audit, "audit")
                        .append(AuditRecord.of(
                                caller.account(),
                                "shell",
                                "shell.camera-download.end",
                                id.value(),
                                AuditRecord.Outcome.DONE,
                                details()));
                whole = true;
            } finally {
                if (!whole) {
                    Files.delete(file);
                }
            }
        } catch (FileAlreadyExistsException taken) {
            throw invalid("file", "file.exists", "đã có tệp này", "there is such a file already");
        } catch (NoSuchFileException nowhere) {
            throw invalid("file", "file.folder", "không có thư mục đó", "there is no such folder");
        }
    }

    private void keep(OutputStream out) throws InterruptedException, IOException {
        var stage = there(devices, "core").download(id, from, to).toCompletableFuture();
        try (var footage = Answers.of(stage, LONGEST)) {
            for (var piece = next(footage); piece.isPresent(); piece = next(footage)) {
                out.write(piece.get());
                bytes += piece.get().length;
            }
            var table = new Table("from", "to", "form", "bytes");
            table.row(footage.from(), footage.to(), footage.form(), bytes);
            show(table);
        } finally {
            stage.cancel(false); // does nothing if it came
        }
    }

    private static Optional<byte[]> next(FootageFile footage) throws InterruptedException {
        return Answers.of(footage.next(), LONGEST);
    }
}
