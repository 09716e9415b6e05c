package io.parley.web.console;

import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.faces.event.PhaseListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Once more who may see a page, by the view that Faces is about to show and not by the address that led to it: a spelling of an
 * address that {@link SessionFilter} takes for something else opens nothing.
 */
public class PageRoleListener implements PhaseListener {

    private static final long serialVersionUID = 1L;

    private static final String FOLDER = "/console/";

    @Override
    public PhaseId getPhaseId() {
        return PhaseId.RESTORE_VIEW;
    }

    @Override
    public void beforePhase(PhaseEvent event) {
        // the view is not known yet
    }

    @Override
    public void afterPhase(PhaseEvent event) {
        FacesContext faces = event.getFacesContext();
        if (faces.getViewRoot() != null) {
            faces.getExternalContext().getRequestMap().put(ViewStateFilter.RESTORED, true);
            // Before PrimeFaces keeps something for the view, which would begin a session.
            page(faces).filter(ConsolePage::isStateless).ifPresent(page -> faces.getViewRoot()
                    .setTransient(true));
        }
        if (faces.getViewRoot() != null && !isOpen(faces)) {
            try {
                faces.getExternalContext().responseSendError(403, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            faces.responseComplete();
        }
    }

    private static Optional<ConsolePage> page(FacesContext faces) {
        String view = faces.getViewRoot().getViewId();
        return view.startsWith(FOLDER) ? ConsolePage.of(view.substring(FOLDER.length())) : Optional.empty();
    }

    private static boolean isOpen(FacesContext faces) {
        Principal somebody = faces.getExternalContext().getUserPrincipal();
        return page(faces)
                .filter(page -> page.roles().isEmpty()
                        || somebody instanceof JsonWebToken token && page.isOpenTo(token.getGroups()))
                .isPresent();
    }
}
