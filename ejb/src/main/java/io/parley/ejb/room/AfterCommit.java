package io.parley.ejb.room;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An event that is told because its transaction has committed; see {@link AfterCommitEvents}. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD})
public @interface AfterCommit {

    /** For selecting the event. */
    final class Literal extends AnnotationLiteral<AfterCommit> implements AfterCommit {

        static final Literal INSTANCE = new Literal();
        private static final long serialVersionUID = 1L;
    }
}
