package io.parley.web.rest;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters of the lists of what is there now. Everything may be missing. */
public class CurrentQueryParameters extends PageQueryParameters {

    @QueryParam("q")
    @Parameter(
            description = "only rows with this text in a name or address, whatever the case of letters",
            example = "agent")
    @Nullable
    String q;

    @Override
    public @Nullable String get(String name) {
        return name.equals("q") ? q : super.get(name);
    }
}
