package io.parley.web.rest;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of the REST interface in OpenAPI, made when the application is built: YAML, or JSON for whoever asks for it. The same
 * for everybody, pages of other sites included.
 */
@WebServlet("/api/v1/openapi")
public class RestDescriptionServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String JSON = "application/json";

    /** A file of the application. */
    private record Description(String contentType, byte[] bytes, String tag) {

        static Description of(String file, String contentType) {
            try (InputStream in =
                    Objects.requireNonNull(RestDescriptionServlet.class.getResourceAsStream(file), file)) {
                byte[] bytes = in.readAllBytes();
                return new Description(contentType, bytes, "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + "\"");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final transient Description yaml = Description.of("openapi.yaml", "application/yaml");
    private final transient Description json = Description.of("openapi.json", JSON);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Description description = wantsJson(request.getParameter("format"), request.getHeader("Accept")) ? json : yaml;
        response.setHeader("ETag", description.tag());
        // Kept, and asked for again each time: another version of the server has another one.
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Vary", "Accept");
        response.setHeader("Access-Control-Allow-Origin", "*");
        if (description.tag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(description.contentType());
        response.setContentLength(description.bytes().length);
        response.getOutputStream().write(description.bytes());
    }

    /** By the parameter, else by what is accepted; whoever names both in the header gets YAML. */
    static boolean wantsJson(@Nullable String format, @Nullable String accept) {
        return format != null
                ? format.equalsIgnoreCase("JSON")
                : accept != null && accept.contains(JSON) && !accept.contains("yaml");
    }
}
