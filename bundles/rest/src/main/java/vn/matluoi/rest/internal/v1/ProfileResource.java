package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.apache.cxf.jaxrs.ext.multipart.Attachment;
import org.apache.cxf.jaxrs.ext.multipart.MultipartBody;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.Profiles;
import vn.matluoi.api.intake.Samples;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.BodyLimit;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Profiles: how each kind of agency writes, and by which rules its cameras are judged. */
@Path("/profiles")
@Produces(MediaType.APPLICATION_JSON)
public final class ProfileResource {

    private static final String NAME = "[a-z][a-z0-9-]{0,39}";
    private static final long MOST_BYTES = 33L << 20;

    private final Services services;

    public ProfileResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.PROFILE_READ, reach = Reach.PROVINCE)
    @Doc("Lists profiles, shipped ones first, and the files that are refused.")
    public ListJson<ProfileJson> listProfiles(@Context Asking asking) {
        return ListJson.whole(profiles().list().stream()
                .map(one -> ProfileJson.of(one, asking))
                .toList());
    }

    @GET
    @Path("/{name}")
    @Needs(value = Action.PROFILE_READ, reach = Reach.PROVINCE)
    @Doc("A profile's document, to be copied and changed.")
    public byte[] getProfile(@Context Asking asking, @PathParam("name") @Limit(max = 40, pattern = NAME) String name) {
        return profiles().document(name).getBytes(StandardCharsets.UTF_8);
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Installs a profile: writes etc/profiles/NAME.json and uses it from the next sheet on.")
    public ProfileJson putProfile(
            @Context Asking asking,
            @PathParam("name") @Limit(max = 40, pattern = NAME) String name,
            InputStream document) {
        var json = text(document);
        var named = profiles().read(json).name();
        if (!named.equals(name)) {
            throw Values.invalid(
                    "/name",
                    "profile.name",
                    new Text(
                            "Tên trong tài liệu là “%s”, không phải “%s” như trong địa chỉ.".formatted(named, name),
                            "The document's name is “%s”, not “%s” as in the address.".formatted(named, name)));
        }
        return ProfileJson.of(profiles().install(asking.caller(), "rest", json), asking);
    }

    @DELETE
    @Path("/{name}")
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Removes a profile that was installed; shipped ones stay.", status = 204)
    public void removeProfile(@Context Asking asking, @PathParam("name") @Limit(max = 40, pattern = NAME) String name) {
        profiles().remove(asking.caller(), "rest", name);
    }

    @POST
    @Path("/try")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @BodyLimit(MOST_BYTES)
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            value = "Says what a sample sheet would become by a profile that is not installed; writes nothing.",
            parts = {"profile", "file"})
    public ReportJson tryProfile(
            @Context Asking asking,
            @QueryParam("source") @Limit(max = 60, required = true) String source,
            @QueryParam("complete") @DefaultValue("false") boolean complete,
            MultipartBody form)
            throws IOException {
        String json;
        try (var document = part(form, "profile").getDataHandler().getInputStream()) {
            json = text(document);
        }
        var profile = profiles().read(json);
        var file = part(form, "file");
        var order = new Imports.Order(
                Values.source("source", source).orElseThrow(),
                profile.name(),
                name(file).orElse("sample"),
                Intake.Mode.DRY_RUN,
                asking.caller().account(),
                "rest",
                Optional.empty(),
                complete,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try (var sheet = file.getDataHandler().getInputStream()) {
            return ReportJson.of(services.need(Samples.class).tryOut(order, profile, sheet), asking);
        }
    }

    private static Attachment part(MultipartBody form, String name) {
        return form.getAllAttachments().stream()
                .filter(part -> part.getContentDisposition() != null
                        && name.equals(part.getContentDisposition().getParameter("name")))
                .findFirst()
                .orElseThrow(() -> Values.invalid(
                        name,
                        "profile.part",
                        new Text(
                                "Biểu mẫu thiếu phần “%s”; cần hai phần profile và file.".formatted(name),
                                "The form lacks the part “%s”; it has two, profile and file.".formatted(name))));
    }

    private static Optional<String> name(Attachment file) {
        return Values.text(file.getContentDisposition().getFilename())
                .map(name -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
                .flatMap(name -> Values.text(name.replaceAll("\\p{Cntrl}", "")));
    }

    private static String text(InputStream document) {
        try {
            var bytes = document.readNBytes(4 * Profiles.LONGEST);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Values.invalid(
                    "/", "profile.encoding", new Text("Tài liệu không phải UTF-8.", "The document is not UTF-8."));
        } catch (IOException e) {
            throw Values.invalid(
                    "/", "profile.broken", new Text("Tài liệu bị đứt giữa chừng.", "The document broke off."));
        }
    }

    private Profiles profiles() {
        return services.need(Profiles.class);
    }

    /**
     * One profile.
     *
     * @param base the profile it adds to
     * @param file where it stands; absent for a shipped one
     * @param usable whether sheets are read by it
     * @param problem what is wrong with the file: pointer, rule, mend
     */
    public record ProfileJson(
            @Limit(max = 200, required = true) String name,
            @Limit(max = 500, required = true) String title,
            @Limit(max = 40) String base,
            @Limit(max = 300) String file,
            @Limit(required = true) boolean usable,
            @Limit(max = 4000) String problem) {

        static ProfileJson of(Profiles.Listed one, Asking asking) {
            return new ProfileJson(
                    one.name(),
                    asking.say(one.title()),
                    one.base().orElse(null),
                    one.file().orElse(null),
                    one.usable(),
                    one.problem().map(asking::say).orElse(null));
        }
    }
}
