package io.parley.web.rest;

import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Gives the description of the interface what annotations do not say: for every route an example of its body and of its answer, the
 * status of success where it is not 200, and what a refusal looks like. They are in {@code examples.json}, by the route's name. Used
 * while the description is built, and no part of the application.
 */
public class RestExamples implements OASFilter {

    /** As the EAR says. */
    private static final String CONTEXT = "/parley";

    private static final Pattern PAGE = Pattern.compile("ListResponse(?:Live)?(\\w+?)(?:Row|View)");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        JsonNode examples = examples();
        Object problem = plain(examples.get("problem"));
        namePages(document);
        addContext(document);
        for (PathItem path : document.getPaths().getPathItems().values()) {
            for (Operation route : path.getOperations().values()) {
                JsonNode about = examples.path(route.getOperationId());
                if (route.getRequestBody() != null && about.has("body")) {
                    example(route.getRequestBody().getContent(), about.get("body"));
                }
                list(route.getResponses().getAPIResponse("200"));
                responses(route.getResponses(), about, problem);
            }
        }
    }

    /** Paths are those of the server, not of the application. */
    private static void addContext(OpenAPI document) {
        Paths paths = OASFactory.createPaths();
        document.getPaths().getPathItems().forEach((path, item) -> paths.addPathItem(CONTEXT + path, item));
        document.setPaths(paths);
    }

    /** Pages of a list are named by their rows: StayPage, of StayRow. */
    private static void namePages(OpenAPI document) {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        document.getComponents().getSchemas().forEach((name, schema) -> schemas.put(pageName(name), schema));
        document.getComponents().setSchemas(schemas);
    }

    private static String pageName(String name) {
        return PAGE.matcher(name).replaceFirst("$1Page");
    }

    /** Routes of lists answer a page in JSON or a file. */
    private static void list(@Nullable APIResponse success) {
        if (success == null) {
            return;
        }
        Content content = success.getContent();
        if (content == null || !content.hasMediaType(APPLICATION_JSON) || !content.hasMediaType(RecordResponses.CSV)) {
            return;
        }
        Schema schema = content.getMediaType(APPLICATION_JSON).getSchema();
        String name = schema.getRef() == null
                ? ""
                : schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
        if (PAGE.matcher(name).matches()) {
            success.setDescription("a page, or a file");
            schema.setRef(pageName(name));
            content.getMediaType(RecordResponses.CSV)
                    .setSchema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
        }
    }

    private static void responses(APIResponses responses, JsonNode about, Object problem) {
        String status = about.path("status").asText();
        String described = responses.getAPIResponses().keySet().stream()
                .filter(each -> each.startsWith("2"))
                .findFirst()
                .orElse("");
        APIResponse success = responses.getAPIResponse(described);
        if (success != null && about.has("answer")) {
            example(success.getContent(), about.get("answer"));
        } else if (success != null && !status.isEmpty()) {
            // Where a method returns a response, an empty one, too, is described as if it had a body.
            success.setContent(null);
        }
        if (success != null && !status.isEmpty() && !status.equals(described)) {
            responses.removeAPIResponse(described);
            responses.addAPIResponse(status, success.description("done"));
        }
        responses.addAPIResponse(
                "default",
                OASFactory.createAPIResponse()
                        .description("refused, and why")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType().example(problem))));
    }

    private static void example(@Nullable Content content, JsonNode example) {
        if (content != null && content.hasMediaType(APPLICATION_JSON)) {
            content.getMediaType(APPLICATION_JSON).setExample(plain(example));
        }
    }

    private static JsonNode examples() {
        try (InputStream in =
                Objects.requireNonNull(RestExamples.class.getResourceAsStream("examples.json"), "examples.json")) {
            return JsonBodies.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As maps and lists, which every writer of the description knows. */
    private static Object plain(JsonNode example) {
        return JsonBodies.MAPPER.convertValue(example, Object.class);
    }
}
