package io.parley.web.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/** Writes a list as a file where one was asked for: a route has one type of answer, its page. */
@Provider
public class ListFileFilter implements ContainerResponseFilter {

    private static final MediaType CSV = MediaType.valueOf(RecordResponses.CSV + ";charset=UTF-8");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof ListResponse<?> list) {
            ListResponse.File file = list.file();
            if (file == null) {
                response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
            } else {
                response.setEntity(file.content(), new Annotation[0], CSV);
                response.getHeaders()
                        .putSingle(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.name() + ".csv\"");
                response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            }
        }
    }
}
