package io.parley.web.console;

import io.parley.persistence.audit.EndReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;

/** Options of select fields. */
@Named("choices")
@ApplicationScoped
public class Choices {

    public List<EndReason> getEndReasons() {
        return Arrays.asList(EndReason.values());
    }
}
